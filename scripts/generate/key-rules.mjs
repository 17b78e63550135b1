/**
 * The rules of a schema about which keys go together, as TypeScript: each is a union of object types, for an intersection with the keys.
 *
 * They refuse only what is wrong whatever the values turn out to be at run time: a key without any mention of the one that it needs. A value
 * that may be undefined counts as mentioned, and keys that exclude each other are left to the check, because one of them may be undefined.
 * The order of a union and what its members leave out decide which member the compiler's message is about.
 */
export function keyRules(schema) {
  const { oneOf, anyOf, allOf = [], dependentRequired = {} } = schema;
  const rules = [
    ...(oneOf === undefined ? [] : [oneOfMembers(schema, oneOf)]),
    ...(anyOf === undefined ? [] : [choice(anyOf)]),
    ...allOf.map(({ anyOf: spellings }) => choice(spellings)),
    ...Object.entries(dependentRequired).map(([key, needed]) => unlessAbsent([key], [member(needed)])),
  ];
  const keys = new Set(rules.flat().flatMap(({ mentioned }) => mentioned));
  for (const key of keys) {
    if (![schema.properties[key].type].flat().includes("string"))
      throw new Error(`A rule about ${key}, which is no string`);
  }
  return rules.filter((members) => members.length > 1).map((members) => members.map(typeText).join(" | "));
}

/** A member of a union: keys that must be mentioned, keys that must not, and keys with a type of their own. */
function member(mentioned, absent = [], types = {}) {
  return { mentioned, absent, types };
}

/**
 * Members for where some keys are given, and one for where none is. That comes last, so that a message about another key is about that key
 * alone. The first has no values: only because the keys have a literal type there, namely undefined once they are inputs, does the compiler look
 * at the given keys to find the member to complain about.
 */
function unlessAbsent(keys, members) {
  const all = unique([...keys, ...members.flatMap(({ mentioned }) => mentioned)]);
  const withoutValues = member([], [], Object.fromEntries(all.map((key) => [key, "never"])));
  return [withoutValues, ...members, member([], keys)];
}

function typeText({ mentioned, absent, types }) {
  const fields = [
    ...Object.entries(types).map(([key, type]) => `${JSON.stringify(key)}: ${type}`),
    ...mentioned.map((key) => `${JSON.stringify(key)}: string | undefined`),
    ...absent.map((key) => `${JSON.stringify(key)}?: undefined`),
  ];
  return `{ ${fields.join("; ")} }`;
}

/** At least one of several keys. Without any of them the message names the first. */
function choice(alternatives) {
  return alternatives.map(({ required }) => member(required)).reverse();
}

function oneOfMembers({ properties }, oneOf) {
  const alternatives = oneOf.map(alternativeOf);
  const keys = unique(alternatives.flatMap(({ groups }) => groups.flat())).filter(
    (key) => properties[key].type !== "boolean",
  );
  if (alternatives.every(({ values }) => Object.values(values).some((value) => typeof value === "string"))) {
    return selectedMembers(alternatives);
  }
  const isAllowed = (key, { forbidden }) => !forbidden.includes(key);
  const triggers = keys.filter((key) =>
    alternatives
      .filter((alternative) => isAllowed(key, alternative))
      .every(({ groups }) => groups.some((group) => !group.includes(key))),
  );
  if (triggers.length === 0) return [];
  const positive = alternatives.filter(
    (alternative) =>
      alternative.groups.length > 1 || triggers.some((trigger) => isAllowed(trigger, alternative)),
  );
  const smallest = positive.filter(
    ({ groups }) => !positive.some((other) => isSmaller(other.groups, groups)),
  );
  // The compiler's message is about the last member that the given keys leave: the first alternative of several keys.
  const [single, several] = [1, 2].map((size) =>
    smallest.filter(({ groups }) => Math.min(groups.length, 2) === size).reverse(),
  );
  const spelled = [...single, ...several].flatMap(spellings);
  const members = spelled.map(({ chosen, otherSpellings, forbidden }, index) => {
    const earlier = spelled.slice(0, index).flatMap((other) => other.chosen);
    return member(chosen, unique([...otherSpellings, ...earlier.filter((key) => forbidden.includes(key))]));
  });
  return unlessAbsent(triggers, members);
}

/** The groups of keys that an alternative requires one of each, the keys that it excludes, and the values that it requires. */
function alternativeOf({ required = [], allOf = [], not, properties = {} }) {
  const excluded = not === undefined ? [] : (not.anyOf ?? [not]);
  return {
    groups: [
      ...required.map((key) => [key]),
      ...allOf.map((part) => (part.anyOf ?? [part]).flatMap((spelling) => spelling.required)),
    ],
    forbidden: excluded.flatMap((part) => part.required ?? []),
    values: Object.fromEntries(
      Object.entries(properties)
        .filter(([, { const: value }]) => value !== undefined)
        .map(([key, { const: value }]) => [key, value]),
    ),
  };
}

function isSmaller(groups, than) {
  return (
    groups.length > 1 &&
    groups.length < than.length &&
    groups.every((group) => than.some((other) => other.join() === group.join()))
  );
}

/**
 * An alternative once for each style of spelling, without the other spellings, and with the first style last. Mixed styles are refused, although
 * the check takes them: they would be many members, and many types in messages.
 */
function spellings({ groups, forbidden }) {
  const styles = Math.max(...groups.map((group) => group.length));
  return Array.from({ length: styles }, (_, style) => {
    const chosen = groups.map((group) => group[Math.min(style, group.length - 1)]);
    return { chosen, otherSpellings: groups.flat().filter((key) => !chosen.includes(key)), forbidden };
  }).reverse();
}

/** Alternatives that the value of a key selects. One more takes an output of that key, which may be any of the values. */
function selectedMembers(alternatives) {
  const selecting = Object.keys(alternatives[0].values);
  const members = alternatives.map(({ groups, values }) =>
    member(
      groups.flat().filter((key) => !selecting.includes(key)),
      [],
      Object.fromEntries(selecting.map((key) => [key, JSON.stringify(values[key])])),
    ),
  );
  const anyValue = Object.fromEntries(
    selecting.map((key) => [key, members.map(({ types }) => types[key]).join(" | ")]),
  );
  return [member(unique(members.flatMap(({ mentioned }) => mentioned)), [], anyValue), ...members.reverse()];
}

function unique(items) {
  return [...new Set(items)];
}
