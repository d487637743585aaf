import { HOST, INNER, PORT, TBU } from './sizes.ts';
import { TCU_TOP, attachX } from './scene.ts';
import type { BoxPart } from './structure.ts';

interface Props {
  readonly part: Extract<BoxPart, { kind: 'host' }>;
  readonly width: number;
  readonly centerOf: (id: string) => number;
}

const BAR_BOTTOM = HOST.barTop + HOST.barHeight;
const BAR_MIDDLE = HOST.barTop + HOST.barHeight / 2;
const CELL_TOP = HOST.height + PORT.below - PORT.height;
const TBU_MIDDLE = TBU.top + TBU.height / 2;

/** Path data of the wires inside a host: solid ones, and DTI between the TBUs and the TCU. */
export function hostWires({ part, width, centerOf }: Props): {
  readonly solid: string;
  readonly dti: string;
} {
  const { iommu, ports } = part;
  const bar = { x: HOST.titleWidth, y: HOST.barTop, width, height: HOST.barHeight };
  const inner = [...part.memories, ...part.functions].map(({ id }) => {
    const x = attachX({ ...INNER, x: centerOf(id) - INNER.width / 2, y: INNER.top }, bar);
    return x < bar.x
      ? `M${x} ${INNER.top}V${BAR_MIDDLE}H${bar.x}`
      : `M${x} ${INNER.top}V${BAR_BOTTOM}`;
  });
  const stubs = ports.map(
    ({ port }) => `M${centerOf(port.id) + (iommu ? TBU.shift : 0)} ${BAR_BOTTOM}V${CELL_TOP}`,
  );
  const tcuX = iommu ? centerOf(iommu.id) : 0;
  const dti =
    iommu && part.showsTcu
      ? ports.map(
          ({ port }) => `M${centerOf(port.id) + TBU.shift} ${TBU_MIDDLE}H${tcuX}V${TCU_TOP}`,
        )
      : [];
  return { solid: [...inner, ...stubs].join(''), dti: dti.join('') };
}

/** The wires inside a host: memory and ports to the interconnect, and DTI between the TBUs and the TCU. */
export function HostWiring(props: Props) {
  const { solid, dti } = hostWires(props);
  return (
    <svg
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 size-full fill-none stroke-link"
    >
      <path d={solid} strokeWidth={2} strokeLinejoin="round" />
      <path d={dti} strokeWidth={1} strokeDasharray="1.5 3" />
    </svg>
  );
}
