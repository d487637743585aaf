/**
 * The words of another language for the catalogue `T`: the same paths, a text for a text, for a function one with the
 * same parameters. A path that English does not have is a type error; one that is missing stays English.
 */
export type WordsFor<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]?: WordsFor<T[Key]> };
