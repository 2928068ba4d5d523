/** What this process has had of the CPU, in milliseconds: on a busy machine a clock tells nothing of what takes long. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
