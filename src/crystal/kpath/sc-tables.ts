import type { CellShape, PathTable } from './k-path.js';

/**
 * Special points and paths of Setyawan and Curtarolo, Comput. Mater. Sci. 49 (2010) 299. Coordinates are fractions of
 * the reciprocal vectors of the paper's primitive cells (`sc.ts`), the shape is that of its conventional cells:
 * monoclinic ones have the unique axis a and an acute angle alpha, whose cosine and sine the shape carries.
 */
export type ScVariant = keyof typeof scTables;

export const scTables = {
  CUB: () => ({
    points: { GAMMA: '0 0 0', X: '0 1/2 0', R: '1/2 1/2 1/2', M: '1/2 1/2 0' },
    path: 'GAMMA X M GAMMA R X | M R',
  }),
  FCC: () => ({
    points: {
      GAMMA: '0 0 0',
      K: '3/8 3/8 3/4',
      L: '1/2 1/2 1/2',
      U: '5/8 1/4 5/8',
      W: '1/2 1/4 3/4',
      X: '1/2 0 1/2',
    },
    path: 'GAMMA X W K GAMMA L U W L K | U X',
  }),
  BCC: () => ({
    points: { GAMMA: '0 0 0', H: '1/2 -1/2 1/2', P: '1/4 1/4 1/4', N: '0 0 1/2' },
    path: 'GAMMA H N GAMMA P H | P N',
  }),
  TET: () => ({
    points: {
      GAMMA: '0 0 0',
      A: '1/2 1/2 1/2',
      M: '1/2 1/2 0',
      R: '0 1/2 1/2',
      X: '0 1/2 0',
      Z: '0 0 1/2',
    },
    path: 'GAMMA X M GAMMA Z R A Z | X R | M A',
  }),
  BCT1: ({ a, c }) => {
    const eta = (1 + (c / a) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        M: '-1/2 1/2 1/2',
        N: '0 1/2 0',
        P: '1/4 1/4 1/4',
        X: '0 0 1/2',
        Z: [eta, eta, -eta],
        Z_1: [-eta, 1 - eta, eta],
      },
      path: 'GAMMA X M GAMMA Z P N Z_1 M | X P',
    };
  },
  BCT2: ({ a, c }) => {
    const eta = (1 + (a / c) ** 2) / 4;
    const zeta = (a / c) ** 2 / 2;
    return {
      points: {
        GAMMA: '0 0 0',
        N: '0 1/2 0',
        P: '1/4 1/4 1/4',
        SIGMA: [-eta, eta, eta],
        SIGMA_1: [eta, 1 - eta, -eta],
        X: '0 0 1/2',
        Y: [-zeta, zeta, 1 / 2],
        Y_1: [1 / 2, 1 / 2, -zeta],
        Z: '1/2 1/2 -1/2',
      },
      path: 'GAMMA X Y SIGMA GAMMA Z SIGMA_1 N P Y_1 Z | X P',
    };
  },
  ORC: () => ({
    points: {
      GAMMA: '0 0 0',
      R: '1/2 1/2 1/2',
      S: '1/2 1/2 0',
      T: '0 1/2 1/2',
      U: '1/2 0 1/2',
      X: '1/2 0 0',
      Y: '0 1/2 0',
      Z: '0 0 1/2',
    },
    path: 'GAMMA X S Y GAMMA Z U R T Z | Y T | U X | S R',
  }),
  ORCF1: (shape) => ({
    points: orcf13(shape),
    path: 'GAMMA Y T Z GAMMA X A_1 Y | T X_1 | X A Z | L GAMMA',
  }),
  ORCF3: (shape) => ({ points: orcf13(shape), path: 'GAMMA Y T Z GAMMA X A_1 Y | X A Z | L GAMMA' }),
  ORCF2: ({ a, b, c }) => {
    const phi = (1 + (c / b) ** 2 - (c / a) ** 2) / 4;
    const eta = (1 + (a / b) ** 2 - (a / c) ** 2) / 4;
    const delta = (1 + (b / a) ** 2 - (b / c) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        C: [1 / 2, 1 / 2 - eta, 1 - eta],
        C_1: [1 / 2, 1 / 2 + eta, eta],
        D: [1 / 2 - delta, 1 / 2, 1 - delta],
        D_1: [1 / 2 + delta, 1 / 2, delta],
        L: '1/2 1/2 1/2',
        H: [1 - phi, 1 / 2 - phi, 1 / 2],
        H_1: [phi, 1 / 2 + phi, 1 / 2],
        X: '0 1/2 1/2',
        Y: '1/2 0 1/2',
        Z: '1/2 1/2 0',
      },
      path: 'GAMMA Y C D X GAMMA Z D_1 H C | C_1 Z | X H_1 | H Y | L GAMMA',
    };
  },
  ORCI: ({ a, b, c }) => {
    const zeta = (1 + (a / c) ** 2) / 4;
    const eta = (1 + (b / c) ** 2) / 4;
    const delta = (b * b - a * a) / (4 * c * c);
    const mu = (a * a + b * b) / (4 * c * c);
    return {
      points: {
        GAMMA: '0 0 0',
        L: [-mu, mu, 1 / 2 - delta],
        L_1: [mu, -mu, 1 / 2 + delta],
        R: '0 1/2 0',
        S: '1/2 0 0',
        T: '0 0 1/2',
        W: '1/4 1/4 1/4',
        X: [-zeta, zeta, zeta],
        X_1: [zeta, 1 - zeta, -zeta],
        Y: [eta, -eta, eta],
        Y_1: [1 - eta, eta, -eta],
        Z: '1/2 1/2 -1/2',
      },
      path: 'GAMMA X L T W R X_1 Z GAMMA Y S W | L_1 Y | Y_1 Z',
    };
  },
  ORCC: ({ a, b }) => {
    const zeta = (1 + (a / b) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        A: [zeta, zeta, 1 / 2],
        A_1: [-zeta, 1 - zeta, 1 / 2],
        R: '0 1/2 1/2',
        S: '0 1/2 0',
        T: '-1/2 1/2 1/2',
        X: [zeta, zeta, 0],
        X_1: [-zeta, 1 - zeta, 0],
        Y: '-1/2 1/2 0',
        Z: '0 0 1/2',
      },
      path: 'GAMMA X S R A Z GAMMA Y X_1 A_1 T Y | Z T',
    };
  },
  HEX: () => ({
    points: {
      GAMMA: '0 0 0',
      A: '0 0 1/2',
      H: '1/3 1/3 1/2',
      K: '1/3 1/3 0',
      L: '1/2 0 1/2',
      M: '1/2 0 0',
    },
    path: 'GAMMA M K GAMMA A L H A | L M | K H',
  }),
  RHL1: ({ cos }) => {
    const eta = (1 + 4 * cos) / (2 + 4 * cos);
    const nu = 3 / 4 - eta / 2;
    return {
      points: {
        GAMMA: '0 0 0',
        B: [eta, 1 / 2, 1 - eta],
        B_1: [1 / 2, 1 - eta, eta - 1],
        F: '1/2 1/2 0',
        L: '1/2 0 0',
        P: [eta, nu, nu],
        P_1: [1 - nu, 1 - nu, 1 - eta],
        Q: [1 - nu, nu, 0],
        X: [nu, 0, -nu],
        Z: '1/2 1/2 1/2',
      },
      path: 'GAMMA L B_1 | B Z GAMMA X | Q F P_1 Z | L P',
    };
  },
  RHL2: ({ cos }) => {
    // 1 / (2 tan^2(alpha/2))
    const eta = (1 + cos) / (2 * (1 - cos));
    const nu = 3 / 4 - eta / 2;
    return {
      points: {
        GAMMA: '0 0 0',
        F: '1/2 -1/2 0',
        L: '1/2 0 0',
        P: [1 - nu, -nu, 1 - nu],
        P_1: [nu, nu - 1, nu - 1],
        Q: [eta, eta, eta],
        Q_1: [1 - eta, -eta, -eta],
        Z: '1/2 -1/2 1/2',
      },
      path: 'GAMMA P Z Q GAMMA F P_1 Q_1 L Z',
    };
  },
  MCL: ({ b, c, cos, sin }) => {
    const eta = (1 - (b * cos) / c) / (2 * sin ** 2);
    const nu = 1 / 2 - (eta * c * cos) / b;
    return {
      points: {
        GAMMA: '0 0 0',
        A: '1/2 1/2 0',
        C: '0 1/2 1/2',
        D: '1/2 0 1/2',
        E: '1/2 1/2 1/2',
        H: [0, eta, 1 - nu],
        H_1: [0, 1 - eta, nu],
        M: [1 / 2, eta, 1 - nu],
        M_1: [1 / 2, 1 - eta, nu],
        X: '0 1/2 0',
        Y: '0 0 1/2',
        Z: '1/2 0 0',
      },
      path: 'GAMMA Y H C E M_1 A X H_1 | M D Z | Y D',
    };
  },
  MCLC1: (shape) => ({
    points: mclc12(shape),
    path: 'GAMMA Y F L I | I_1 Z F_1 | Y X_1 | X GAMMA N | M GAMMA',
  }),
  MCLC2: (shape) => ({ points: mclc12(shape), path: 'GAMMA Y F L I | I_1 Z F_1 | N GAMMA M' }),
  MCLC3: (shape) => ({
    points: mclc34(shape),
    path: 'GAMMA Y F H Z I F_1 | H_1 Y_1 X GAMMA N | M GAMMA',
  }),
  MCLC4: (shape) => ({ points: mclc34(shape), path: 'GAMMA Y F H Z I | H_1 Y_1 X GAMMA N | M GAMMA' }),
  MCLC5: ({ a, b, c, cos, sin }) => {
    const zeta = ((b / a) ** 2 + (1 - (b * cos) / c) / sin ** 2) / 4;
    const eta = 1 / 2 + (2 * zeta * c * cos) / b;
    const mu = eta / 2 + (b / a) ** 2 / 4 - (b * c * cos) / (2 * a * a);
    const nu = 2 * mu - zeta;
    const rho = 1 - zeta * (a / b) ** 2;
    const omega = ((4 * nu - 1 - (b * sin) ** 2 / (a * a)) * c) / (2 * b * cos);
    const delta = (zeta * c * cos) / b + omega / 2 - 1 / 4;
    return {
      points: {
        ...mclcFixed,
        L: '1/2 1/2 1/2',
        X: '1/2 -1/2 0',
        F: [nu, nu, omega],
        F_1: [1 - nu, 1 - nu, 1 - omega],
        H: [zeta, zeta, eta],
        H_1: [1 - zeta, -zeta, 1 - eta],
        I: [rho, 1 - rho, 1 / 2],
        I_1: [1 - rho, rho - 1, 1 / 2],
        Y: [mu, mu, delta],
        Y_1: [1 - mu, -mu, -delta],
      },
      path: 'GAMMA Y F L I | I_1 Z H F_1 | H_1 Y_1 X GAMMA N | M GAMMA',
    };
  },
  TRIa: () => ({
    points: {
      GAMMA: '0 0 0',
      L: '1/2 1/2 0',
      M: '0 1/2 1/2',
      N: '1/2 0 1/2',
      R: '1/2 1/2 1/2',
      X: '1/2 0 0',
      Y: '0 1/2 0',
      Z: '0 0 1/2',
    },
    path: 'X GAMMA Y | L GAMMA Z | N GAMMA M | R GAMMA',
  }),
  TRIb: () => ({
    points: {
      GAMMA: '0 0 0',
      L: '1/2 -1/2 0',
      M: '0 0 1/2',
      N: '-1/2 -1/2 1/2',
      R: '0 -1/2 1/2',
      X: '0 -1/2 0',
      Y: '1/2 0 0',
      Z: '-1/2 0 1/2',
    },
    path: 'X GAMMA Y | L GAMMA Z | N GAMMA M | R GAMMA',
  }),
} as const satisfies Record<string, (shape: CellShape) => PathTable>;

function orcf13({ a, b, c }: CellShape) {
  const zeta = (1 + (a / b) ** 2 - (a / c) ** 2) / 4;
  const eta = (1 + (a / b) ** 2 + (a / c) ** 2) / 4;
  return {
    GAMMA: '0 0 0',
    A: [1 / 2, 1 / 2 + zeta, zeta],
    A_1: [1 / 2, 1 / 2 - zeta, 1 - zeta],
    L: '1/2 1/2 1/2',
    T: '1 1/2 1/2',
    X: [0, eta, eta],
    X_1: [1, 1 - eta, 1 - eta],
    Y: '1/2 0 1/2',
    Z: '1/2 1/2 0',
  } as const;
}

const mclcFixed = { GAMMA: '0 0 0', N: '1/2 0 0', M: '1/2 0 1/2', Z: '0 0 1/2' } as const;

function mclc12({ a, b, c, cos, sin }: CellShape) {
  const zeta = (2 - (b * cos) / c) / (4 * sin ** 2);
  const eta = 1 / 2 + (2 * zeta * c * cos) / b;
  const psi = 3 / 4 - (a / (2 * b * sin)) ** 2;
  const phi = psi + ((3 / 4 - psi) * b * cos) / c;
  return {
    ...mclcFixed,
    F: [1 - zeta, 1 - zeta, 1 - eta],
    F_1: [zeta, zeta, eta],
    I: [phi, 1 - phi, 1 / 2],
    I_1: [1 - phi, phi - 1, 1 / 2],
    L: '1/2 1/2 1/2',
    X: [1 - psi, psi - 1, 0],
    X_1: [psi, 1 - psi, 0],
    Y: '1/2 1/2 0',
  } as const;
}

function mclc34({ a, b, c, cos, sin }: CellShape) {
  const mu = (1 + (b / a) ** 2) / 4;
  const delta = (b * c * cos) / (2 * a * a);
  const zeta = mu - 1 / 4 + (1 - (b * cos) / c) / (4 * sin ** 2);
  const eta = 1 / 2 + (2 * zeta * c * cos) / b;
  const phi = 1 + zeta - 2 * mu;
  const psi = eta - 2 * delta;
  return {
    ...mclcFixed,
    F: [1 - phi, 1 - phi, 1 - psi],
    F_1: [phi, phi - 1, psi],
    H: [zeta, zeta, eta],
    H_1: [1 - zeta, -zeta, 1 - eta],
    I: '1/2 -1/2 1/2',
    X: '1/2 -1/2 0',
    Y: [mu, mu, delta],
    Y_1: [1 - mu, -mu, -delta],
  } as const;
}
