// Generated from the catalog by `npm run generate`. Do not edit.

/** For each folder of the catalog and each type in it, the ways to its secrets, steps joined by dots. */
export const secretKeys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "unstructured/destination": {
    s3: [
      "key",
      "secret",
      "token",
      "access_key_id",
      "secret_access_key",
      "aws_access_key_id",
      "aws_secret_access_key",
    ],
  },
  "unstructured/source": {
    s3: [
      "key",
      "secret",
      "token",
      "access_key_id",
      "secret_access_key",
      "aws_access_key_id",
      "aws_secret_access_key",
    ],
  },
};
