/** The options of all gRPC clients: messages of any size, and no proxy, because the servers listen on loopback. */
export const channelOptions = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc.enable_http_proxy": 0,
};
