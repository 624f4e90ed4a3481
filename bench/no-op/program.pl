#!/usr/bin/perl
# Stands in for crystal and properties where nothing is to be calculated: prints an output that was made before, and
# leaves the files that belong to it. One process without modules: it is to cost as little as a process can.
# $CRYSTALQ_BENCH_OUTPUTS holds one folder a step with output.out and the files.
use strict;

my $step = 'SP';
open my $deck, '<', 'INPUT' or die "INPUT: $!\n";
while (<$deck>) {
  $step = $1 if /^(OPT)GEOM/ || /^(BAND|DOSS)/;
}
my $place = "$ENV{CRYSTALQ_BENCH_OUTPUTS}/$step";
for my $name (split /\n/, text('files')) {
  open my $copy, '>', $name or die "$name: $!\n";
  print $copy text($name);
}
print text('output.out');

sub text {
  my ($name) = @_;
  open my $file, '<', "$place/$name" or die "$name: $!\n";
  local $/;
  return scalar <$file>;
}
