/** The version of this package. In the code, so that a bundle knows it, too. */
export const version = "0.1.0";
