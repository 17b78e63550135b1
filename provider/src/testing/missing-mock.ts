const begin = "no mock was given for the call";

/** The error of a call of a function of another package: nothing can take the place of its result. */
export function missingMock(token: string): Error {
  const message = `${begin} ${token}`;
  // The SDK shows this of an error, as of one of gRPC.
  return Object.assign(new Error(message), { details: message });
}

/** Whether the text of an error of a program is about such a call. The SDK adds words of its own. */
export function isMissingMock(text: string): boolean {
  return text.includes(begin);
}
