import type { iommuStrings as english } from '../iommu.ts';
import type { WordsFor } from '../words.ts';

export const iommuStrings: WordsFor<typeof english> = {
  title: 'IOMMU',
  kind: '类型',
  kinds: {
    smmuv3: 'Arm SMMUv3',
    'vtd-legacy': 'Intel VT-d，legacy 模式',
    'vtd-scalable': 'Intel VT-d，scalable 模式',
    amdvi: 'AMD-Vi',
    tce: 'POWER TCE',
    identity: '恒等映射',
    none: '无',
  },
  keeps: '流和映射保持不变；每种类型以自己的格式将其写入表中。',
  interconnect: '互连',
  merges: '合并写',
  never: '从不',
  upTo: (bytes) => `最多 ${bytes} B`,
  mergeLabel: (bytes) => `合并写，最多 ${bytes} B`,
  resplits: '端口按 MPS 拆分',
  hairpin: '从同一端口返回',
  normalOnly: '只合并对 Normal 内存（IOMMU_CACHE）的写，从不合并对 IOMMU_MMIO 的写。',
  hitRate: (hits, all) => `命中 ${Math.round((100 * hits) / all)} %`,
  counted: ({ hits, waits, misses, reads }) =>
    `${hits} 次命中，${waits} 次等待进行中的遍历，${misses} 次未命中，${reads} 次内存读`,
  look: (kind, tlp, time) =>
    `TLP ${tlp} ${{ hit: 'TLB 命中', wait: '等待遍历', miss: '未命中' }[kind]}：${time}`,
  looks: (kind, count, time) =>
    `${count} 次${{ hit: 'TLB 命中', wait: '等待遍历', miss: '未命中' }[kind]}，自 ${time}`,
  letters: { hit: 'H', wait: '…', miss: 'M' },
};
