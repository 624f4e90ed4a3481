import type { CellShape, PathTable } from './k-path.js';

/**
 * Special points and paths of Hinuma, Pizzi, Kumagai, Oba and Tanaka, Comput. Mater. Sci. 128 (2017) 140 (HPKOT), the
 * convention of SeeK-path. Coordinates are fractions of the reciprocal vectors of the paper's primitive cells
 * (`hpkotPrimitive`); the shape is that of its conventional cells. Points that only serve to name boundaries of the
 * zone and stand in no path are left out.
 */
export type HpkotVariant = keyof typeof hpkotTables;

export const hpkotTables = {
  cP1: () => ({ points: cubicP, path: 'GAMMA X M GAMMA R X | R M X_1' }),
  cP2: () => ({ points: cubicP, path: 'GAMMA X M GAMMA R X | R M' }),
  cF1: () => ({ points: cubicF, path: 'GAMMA X U | K GAMMA L W X W_2' }),
  cF2: () => ({ points: cubicF, path: 'GAMMA X U | K GAMMA L W X' }),
  cI1: () => ({
    points: { GAMMA: '0 0 0', H: '1/2 -1/2 1/2', P: '1/4 1/4 1/4', N: '0 0 1/2' },
    path: 'GAMMA H N GAMMA P H | P N',
  }),
  tP1: () => ({
    points: {
      GAMMA: '0 0 0',
      Z: '0 0 1/2',
      M: '1/2 1/2 0',
      A: '1/2 1/2 1/2',
      R: '0 1/2 1/2',
      X: '0 1/2 0',
    },
    path: 'GAMMA X M GAMMA Z R A Z | X R | M A',
  }),
  tI1: ({ a, c }) => {
    const eta = (1 + (c / a) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        M: '-1/2 1/2 1/2',
        X: '0 0 1/2',
        P: '1/4 1/4 1/4',
        Z: [eta, eta, -eta],
        Z_0: [-eta, 1 - eta, eta],
        N: '0 1/2 0',
      },
      path: 'GAMMA X M GAMMA Z | Z_0 M | X P N GAMMA',
    };
  },
  tI2: ({ a, c }) => {
    const eta = (1 + (a / c) ** 2) / 4;
    const zeta = (a / c) ** 2 / 2;
    return {
      points: {
        GAMMA: '0 0 0',
        M: '1/2 1/2 -1/2',
        X: '0 0 1/2',
        P: '1/4 1/4 1/4',
        N: '0 1/2 0',
        S_0: [-eta, eta, eta],
        S: [eta, 1 - eta, -eta],
        R: [-zeta, zeta, 1 / 2],
        G: [1 / 2, 1 / 2, -zeta],
      },
      path: 'GAMMA X P N GAMMA M S | S_0 GAMMA | X R | G M',
    };
  },
  oP1: () => ({
    points: {
      GAMMA: '0 0 0',
      X: '1/2 0 0',
      Z: '0 0 1/2',
      U: '1/2 0 1/2',
      Y: '0 1/2 0',
      S: '1/2 1/2 0',
      T: '0 1/2 1/2',
      R: '1/2 1/2 1/2',
    },
    path: 'GAMMA X S Y GAMMA Z U R T Z | X U | Y T | S R',
  }),
  oF1: ({ a, b, c }) => {
    const zeta = (1 + (a / b) ** 2 - (a / c) ** 2) / 4;
    const eta = (1 + (a / b) ** 2 + (a / c) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        T: '1 1/2 1/2',
        Z: '1/2 1/2 0',
        Y: '1/2 0 1/2',
        SIGMA_0: [0, eta, eta],
        U_0: [1, 1 - eta, 1 - eta],
        A_0: [1 / 2, 1 / 2 + zeta, zeta],
        C_0: [1 / 2, 1 / 2 - zeta, 1 - zeta],
        L: '1/2 1/2 1/2',
      },
      path: 'GAMMA Y T Z GAMMA SIGMA_0 | U_0 T | Y C_0 | A_0 Z | GAMMA L',
    };
  },
  oF2: ({ a, b, c }) => {
    const zeta = (1 + (c / a) ** 2 - (c / b) ** 2) / 4;
    const kappa = (1 + (c / a) ** 2 + (c / b) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        T: '0 1/2 1/2',
        Z: '1/2 1/2 1',
        Y: '1/2 0 1/2',
        LAMBDA_0: [kappa, kappa, 0],
        Q_0: [1 - kappa, 1 - kappa, 1],
        G_0: [1 / 2 - zeta, 1 - zeta, 1 / 2],
        H_0: [1 / 2 + zeta, zeta, 1 / 2],
        L: '1/2 1/2 1/2',
      },
      path: 'GAMMA T Z Y GAMMA LAMBDA_0 | Q_0 Z | T G_0 | H_0 Y | GAMMA L',
    };
  },
  oF3: ({ a, b, c }) => {
    const eta = (1 + (a / b) ** 2 - (a / c) ** 2) / 4;
    const delta = (1 + (b / a) ** 2 - (b / c) ** 2) / 4;
    const phi = (1 + (c / b) ** 2 - (c / a) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        T: '0 1/2 1/2',
        Z: '1/2 1/2 0',
        Y: '1/2 0 1/2',
        A_0: [1 / 2, 1 / 2 + eta, eta],
        C_0: [1 / 2, 1 / 2 - eta, 1 - eta],
        B_0: [1 / 2 + delta, 1 / 2, delta],
        D_0: [1 / 2 - delta, 1 / 2, 1 - delta],
        G_0: [phi, 1 / 2 + phi, 1 / 2],
        H_0: [1 - phi, 1 / 2 - phi, 1 / 2],
        L: '1/2 1/2 1/2',
      },
      path: 'GAMMA Y C_0 | A_0 Z B_0 | D_0 T G_0 | H_0 Y | T GAMMA Z | GAMMA L',
    };
  },
  oI1: ({ a, b, c }) => {
    const zeta = (1 + (a / c) ** 2) / 4;
    const eta = (1 + (b / c) ** 2) / 4;
    return {
      points: {
        ...orthorhombicI,
        X: '1/2 1/2 -1/2',
        SIGMA_0: [-zeta, zeta, zeta],
        F_2: [zeta, 1 - zeta, -zeta],
        Y_0: [eta, -eta, eta],
        U_0: [1 - eta, eta, -eta],
      },
      path: 'GAMMA X F_2 | SIGMA_0 GAMMA Y_0 | U_0 X | GAMMA R W S GAMMA T W',
    };
  },
  oI2: ({ a, b, c }) => {
    const zeta = (1 + (b / a) ** 2) / 4;
    const eta = (1 + (c / a) ** 2) / 4;
    return {
      points: {
        ...orthorhombicI,
        X: '-1/2 1/2 1/2',
        Y_0: [zeta, -zeta, zeta],
        U_2: [-zeta, zeta, 1 - zeta],
        LAMBDA_0: [eta, eta, -eta],
        G_2: [-eta, 1 - eta, eta],
      },
      path: 'GAMMA X U_2 | Y_0 GAMMA LAMBDA_0 | G_2 X | GAMMA R W S GAMMA T W',
    };
  },
  oI3: ({ a, b, c }) => {
    const zeta = (1 + (c / b) ** 2) / 4;
    const eta = (1 + (a / b) ** 2) / 4;
    return {
      points: {
        ...orthorhombicI,
        X: '1/2 -1/2 1/2',
        SIGMA_0: [-eta, eta, eta],
        F_0: [eta, -eta, 1 - eta],
        LAMBDA_0: [zeta, zeta, -zeta],
        G_0: [1 - zeta, -zeta, zeta],
      },
      path: 'GAMMA X F_0 | SIGMA_0 GAMMA LAMBDA_0 | G_0 X | GAMMA R W S GAMMA T W',
    };
  },
  oC1: ({ a, b }) => {
    const xi = (1 + (a / b) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        Y: '-1/2 1/2 0',
        T: '-1/2 1/2 1/2',
        Z: '0 0 1/2',
        S: '0 1/2 0',
        R: '0 1/2 1/2',
        SIGMA_0: [xi, xi, 0],
        C_0: [-xi, 1 - xi, 0],
        A_0: [xi, xi, 1 / 2],
        E_0: [-xi, 1 - xi, 1 / 2],
      },
      path: 'GAMMA Y C_0 | SIGMA_0 GAMMA Z A_0 | E_0 T Y | GAMMA S R Z T',
    };
  },
  oC2: ({ a, b }) => {
    const xi = (1 + (b / a) ** 2) / 4;
    return {
      points: {
        GAMMA: '0 0 0',
        Y: '1/2 1/2 0',
        T: '1/2 1/2 1/2',
        Z: '0 0 1/2',
        S: '0 1/2 0',
        R: '0 1/2 1/2',
        DELTA_0: [-xi, xi, 0],
        F_0: [xi, 1 - xi, 0],
        B_0: [-xi, xi, 1 / 2],
        G_0: [xi, 1 - xi, 1 / 2],
      },
      path: 'GAMMA Y F_0 | DELTA_0 GAMMA Z B_0 | G_0 T Y | GAMMA S R Z T',
    };
  },
  hP1: () => ({ points: hexagonalP, path: 'GAMMA M K GAMMA A L H A | L M | H K H_2' }),
  hP2: () => ({ points: hexagonalP, path: 'GAMMA M K GAMMA A L H A | L M | H K' }),
  hR1: ({ a, c }) => {
    const delta = (a / c) ** 2 / 4;
    const eta = 5 / 6 - 2 * delta;
    const nu = 1 / 3 + delta;
    return {
      points: {
        GAMMA: '0 0 0',
        T: '1/2 1/2 1/2',
        L: '1/2 0 0',
        F: '1/2 0 1/2',
        S_0: [nu, -nu, 0],
        S_2: [1 - nu, 0, nu],
        H_0: [1 / 2, -1 + eta, 1 - eta],
        H_2: [eta, 1 - eta, 1 / 2],
      },
      path: 'GAMMA T H_2 | H_0 L GAMMA S_0 | S_2 F GAMMA',
    };
  },
  hR2: ({ a, c }) => {
    const zeta = 1 / 6 - (c / a) ** 2 / 9;
    const eta = 1 / 2 - 2 * zeta;
    return {
      points: {
        GAMMA: '0 0 0',
        T: '1/2 -1/2 1/2',
        P_0: [eta, -1 + eta, eta],
        P_2: [eta, eta, eta],
        L: '1/2 0 0',
        F: '1/2 -1/2 0',
      },
      path: 'GAMMA L T P_0 | P_2 GAMMA F',
    };
  },
  mP1: () => ({
    points: {
      GAMMA: '0 0 0',
      Z: '0 1/2 0',
      B: '0 0 1/2',
      Y_2: '-1/2 0 0',
      C_2: '-1/2 1/2 0',
      D: '0 1/2 1/2',
      A: '-1/2 0 1/2',
      E: '-1/2 1/2 1/2',
    },
    path: 'GAMMA Z D B GAMMA A E Z C_2 Y_2 GAMMA',
  }),
  mC1: ({ a, b, c, cos, sin }) => {
    const sigma = 3 / 4 - (b / (2 * a * sin)) ** 2;
    const pi = sigma - ((3 / 4 - sigma) * a * cos) / c;
    return {
      points: {
        GAMMA: '0 0 0',
        Y_2: '-1/2 1/2 0',
        A: '0 0 1/2',
        M_2: '-1/2 1/2 1/2',
        V_2: '0 1/2 0',
        L_2: '0 1/2 1/2',
        C: [1 - sigma, 1 - sigma, 0],
        C_2: [-1 + sigma, sigma, 0],
        D: [-1 + pi, pi, 1 / 2],
        D_2: [1 - pi, 1 - pi, 1 / 2],
      },
      path: 'GAMMA C | C_2 Y_2 GAMMA M_2 D | D_2 A GAMMA | L_2 GAMMA V_2',
    };
  },
  mC2: () => ({
    points: {
      GAMMA: '0 0 0',
      Y: '1/2 1/2 0',
      A: '0 0 1/2',
      M: '1/2 1/2 1/2',
      V_2: '0 1/2 0',
      L_2: '0 1/2 1/2',
    },
    path: 'GAMMA Y M A GAMMA | L_2 GAMMA V_2',
  }),
  mC3: ({ a, b, c, cos, sin }) => {
    const zeta = ((a / b) ** 2 + (1 + (a / c) * cos) / sin ** 2) / 4;
    const rho = 1 - zeta * (b / a) ** 2;
    return {
      points: {
        GAMMA: '0 0 0',
        Y: '1/2 1/2 0',
        A: '0 0 1/2',
        M_2: '-1/2 1/2 1/2',
        V_2: '0 1/2 0',
        L_2: '0 1/2 1/2',
        I: [-1 + rho, rho, 1 / 2],
        I_2: [1 - rho, 1 - rho, 1 / 2],
      },
      path: 'GAMMA A I_2 | I M_2 GAMMA Y | L_2 GAMMA V_2',
    };
  },
  aP2: () => ({
    points: {
      GAMMA: '0 0 0',
      Z: '0 0 1/2',
      Y: '0 1/2 0',
      X: '1/2 0 0',
      V: '1/2 1/2 0',
      U: '1/2 0 1/2',
      T: '0 1/2 1/2',
      R: '1/2 1/2 1/2',
    },
    path: 'GAMMA X | Y GAMMA Z | R GAMMA T | U GAMMA V',
  }),
  aP3: () => ({
    points: {
      GAMMA: '0 0 0',
      Z: '0 0 1/2',
      Y: '0 1/2 0',
      X: '1/2 0 0',
      V_2: '1/2 -1/2 0',
      U_2: '-1/2 0 1/2',
      T_2: '0 -1/2 1/2',
      R_2: '-1/2 -1/2 1/2',
    },
    path: 'GAMMA X | Y GAMMA Z | R_2 GAMMA T_2 | U_2 GAMMA V_2',
  }),
} as const satisfies Record<string, (shape: CellShape) => PathTable>;

const cubicP = {
  GAMMA: '0 0 0',
  R: '1/2 1/2 1/2',
  M: '1/2 1/2 0',
  X: '0 1/2 0',
  X_1: '1/2 0 0',
} as const;

const cubicF = {
  GAMMA: '0 0 0',
  X: '1/2 0 1/2',
  L: '1/2 1/2 1/2',
  W: '1/2 1/4 3/4',
  W_2: '3/4 1/4 1/2',
  K: '3/8 3/8 3/4',
  U: '5/8 1/4 5/8',
} as const;

const hexagonalP = {
  GAMMA: '0 0 0',
  A: '0 0 1/2',
  K: '1/3 1/3 0',
  H: '1/3 1/3 1/2',
  H_2: '1/3 1/3 -1/2',
  M: '1/2 0 0',
  L: '1/2 0 1/2',
} as const;

const orthorhombicI = {
  GAMMA: '0 0 0',
  S: '1/2 0 0',
  R: '0 1/2 0',
  T: '0 0 1/2',
  W: '1/4 1/4 1/4',
} as const;
