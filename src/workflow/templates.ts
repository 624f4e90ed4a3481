/** Sequences people ask for by name. A user's own recipe file has the same form. */
export const templates: Readonly<Record<string, readonly string[]>> = {
  basic_opt: ['OPT'],
  opt_sp: ['OPT', 'SP'],
  full_electronic: ['OPT', 'SP', 'BAND', 'DOSS'],
  double_opt: ['OPT', 'OPT2', 'SP'],
  complete: ['OPT', 'SP', 'BAND', 'DOSS', 'FREQ'],
  opt_sp_freq: ['OPT', 'SP', 'FREQ'],
  transport_analysis: ['OPT', 'SP', 'TRANSPORT'],
  charge_analysis: ['OPT', 'SP', 'CHARGE+POTENTIAL'],
  combined_analysis: ['OPT', 'SP', 'BAND', 'DOSS', 'TRANSPORT'],
};
