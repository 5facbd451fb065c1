import type { Collection } from '../state/catalogue-types.ts';

export const collectionIds = {
  living: 468_220_100_001,
  kitchen: 468_220_100_002,
  bath: 468_220_100_003,
  desk: 468_220_100_004,
  gifts: 468_220_100_005,
  sale: 468_220_100_006,
} as const;

export const collections: readonly Collection[] = [
  {
    id: collectionIds.living,
    handle: 'living',
    title: { en: 'Living', de: 'Wohnen', ja: 'リビング', ar: 'المعيشة' },
  },
  {
    id: collectionIds.kitchen,
    handle: 'kitchen',
    title: { en: 'Kitchen', de: 'Küche', ja: 'キッチン', ar: 'المطبخ' },
  },
  { id: collectionIds.bath, handle: 'bath', title: { en: 'Bath', de: 'Bad', ja: 'バス', ar: 'الحمّام' } },
  {
    id: collectionIds.desk,
    handle: 'desk',
    title: { en: 'Desk', de: 'Schreibtisch', ja: 'デスク', ar: 'المكتب' },
  },
  {
    id: collectionIds.gifts,
    handle: 'gifts',
    title: { en: 'Gifts', de: 'Geschenke', ja: 'ギフト', ar: 'الهدايا' },
  },
  { id: collectionIds.sale, handle: 'sale', title: { en: 'Sale', de: 'Sale', ja: 'セール', ar: 'تخفيضات' } },
];
