import { create } from 'zustand';

/** The part of the canvas that Tab reaches; null: the first. */
export const useFocusId = create<{ readonly id: string | null }>()(() => ({ id: null }));
