const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls a function when the process is interrupted for the first time. A second signal ends the process at once.
 *
 * @param interrupt Gets the name of the signal.
 */
export function onInterrupt(interrupt: (signal: NodeJS.Signals) => void): void {
  let isInterrupted = false;
  // Not `once`: what shows the cursor again at the end would take itself for the only listener, and end the process.
  const listener = (signal: NodeJS.Signals): void => {
    if (!isInterrupted) {
      isInterrupted = true;
      interrupt(signal);
      return;
    }
    for (const each of signals) process.off(each, listener);
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, listener);
}
