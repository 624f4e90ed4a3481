/** The part of expected.json that is compared: what each real output says. An absent field is not in the file. */
export interface ExpectedOutput {
  readonly program_version: string;
  readonly release?: string;
  readonly executable: string;
  readonly mpi_processes?: number;
  readonly task: readonly string[];
  readonly dimensionality?: number;
  readonly shell: string;
  readonly hamiltonian_line: string;
  readonly status: string;
  readonly converged?: boolean;
  readonly termination: {
    readonly normal_end_line: boolean;
    readonly error_lines?: readonly { text: string; line: number }[];
    readonly abort_lines?: readonly { text: string; line: number }[];
  };
  readonly scf?: {
    readonly n_scf_ended_lines?: number;
    readonly cycles_of_last?: number;
    readonly energy_of_last_hartree?: number;
    readonly converged: boolean;
  };
  readonly last_total_energy_line?: { readonly energy: number };
  readonly optimization?: {
    readonly converged: boolean;
    readonly end: readonly { energy: number; points: number }[];
  };
  readonly final_energy_hartree?: number;
  readonly final_energy_from?: string;
  readonly band_gap?: {
    readonly after_opt_end?: readonly ExpectedGap[];
    readonly scf_last_report?: readonly ExpectedGap[];
    readonly properties_report?: readonly ExpectedGap[];
    readonly state_last_report?: readonly { efermi_hartree?: number }[];
    readonly band_edges_last_report?: readonly { band: number; k: number; hartree: number }[];
  };
  readonly symmetry?: { readonly kind?: string; readonly symbol?: string };
  readonly cell?: {
    readonly input_conventional?: readonly number[];
    readonly final_primitive?: readonly number[];
    readonly final_primitive_volume_A3?: number;
    readonly final_conventional?: readonly number[];
  };
  readonly n_atoms: number;
  readonly n_atoms_asymmetric?: number;
  readonly n_electrons: number;
  readonly n_ao: number;
  readonly spin?: {
    readonly summed_spin_density_last?: number;
    readonly atomic_spins_last?: readonly number[];
  };
  readonly frequencies?: {
    readonly n_modes: number;
    readonly first_rows: readonly ExpectedMode[];
    readonly last_row: ExpectedMode;
    readonly E0_hartree?: number;
  };
  readonly elastic_constants?: {
    readonly case: string;
    readonly unit: string;
    readonly upper_triangle: readonly (readonly number[])[];
  };
  readonly properties?: {
    readonly wf_total_energy_hartree: number;
    readonly wf_fermi_energy_hartree: number;
    readonly band_total_kpoints?: number;
  };
  readonly time: {
    readonly end_timers?: readonly [{ telapse_s: number; tcpu_s: number }];
    readonly total_cpu_time_all_nodes_s?: number;
  };
}

export interface ExpectedGap {
  readonly eV: number;
  readonly type?: string;
  readonly spin: string | null;
}

interface ExpectedMode {
  readonly modes: readonly [number, number];
  readonly 'cm-1': number;
  readonly irrep: string;
  readonly intens_km_mol: number | null;
}
