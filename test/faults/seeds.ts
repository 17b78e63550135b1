/** The seeds of so many schedules; with FAULTS_SEED that one alone, if it is of these. */
export function seedsOf(title: string, count: number): readonly string[] {
  const alone = process.env.FAULTS_SEED;
  if (alone !== undefined) return alone.startsWith(`${title}-`) ? [alone] : [];
  return Array.from({ length: count }, (_, index) => `${title}-${index + 1}`);
}
