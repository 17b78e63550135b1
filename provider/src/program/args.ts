/**
 * A member of what a constructor takes that nothing is assignable to. Its only purpose is what it lacks: because not every member has a
 * configuration, the compiler compares a wrong one with that of the given type, rather than with those of all types at once. Not a member of the
 * exported arguments, of which programs may read the configuration.
 *
 * @typeParam Fields The arguments that select the type.
 */
export type NoArgs<Fields extends string> = Record<Fields, never>;
