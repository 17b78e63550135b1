/** For every client of the engine's: messages of any size, and no proxy, for the other side listens on loopback. */
export const channelOptions = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc.enable_http_proxy": 0,
};
