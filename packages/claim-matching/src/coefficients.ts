/** Written by fixtures/train.ts from the training and development splits of the fixture; do not edit. */
export const coefficients = {
  intercept: -7.577,
  weights: [8.1152, 7.6724, 5.4982, -8.1332, 1.5265, 5.3884, -0.3659, 0.0637, 3.8963, 0.6537],
  same: 0.8264,
  suggest: 0.2864,
} as const;
