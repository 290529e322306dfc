/** Milliseconds that this thread has kept a processor busy: what work costs, however much else the machine does. */
export function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
