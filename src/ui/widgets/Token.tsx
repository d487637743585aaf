interface Props {
  readonly children: string;
  /** The operand that tipped the scale: the same colour as the ringed chip on the canvas. */
  readonly isHere?: boolean;
}

/** A short thing that the machine says: `RR=1`, `AT=00`. */
export function Token({ children, isHere = false }: Props) {
  const tone = isHere ? 'bg-here-soft font-strong text-here' : 'bg-sunken text-ink';
  return (
    <code className={`inline-block rounded-chip px-1 font-mono text-s whitespace-nowrap ${tone}`}>
      {children}
    </code>
  );
}
