/** Two entries at least this similar say the same in other words; below it somebody should look. */
export const SAME_SIMILARITY = 0.95;
