#!/usr/bin/perl
# Starts processes for a worker and tells how they end. A worker holds 100 MB: each fork of it stops all its work for
# milliseconds, where a fork of this program takes a tenth of that. src/scheduler/starter/perl-starter.ts is the other end.
#
# Standard input, messages of `<bytes>\n<body>`, the fields of the body with NUL between them:
#   environment, NAME=value...                   of all that is started from now on
#   start, id, folder, log ('': what is said is caught), number of arguments, arguments..., more variables...
# Standard output, one line for each of:
#   ready                                        once, at the start
#   started <id> <pid>
#   failed <id> <errno>                          it could not be started; may follow `started`
#   ended <id> <wait status> <bytes> <bytes>     and then what it said on standard output and on standard error
#
# Each process leads a session of its own and outlives us. We end when the worker does: at the end of our input.
use strict;
use warnings;
use Errno qw(EINTR);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use POSIX ();

# What one process may say, in bytes; more is read and dropped.
my $most_caught = 1 << 20;

# By pid: { id, failure, caught => [standard output, standard error] }
my %started;
my $input = '';

# Interrupts select. Perl runs handlers between two of its own steps: a child that ends right before select is seen a
# moment later.
$SIG{CHLD} = sub { };
$SIG{PIPE} = 'IGNORE';
my $moment = 0.2;

tell_worker("ready\n");

while (1) {
  my @said = grep { !$_->{is_closed} } map { @{ $_->{caught} } } values %started;
  my $readable = '';
  vec($readable, fileno $_, 1) = 1 for \*STDIN, map { $_->{handle} } @said;
  my $found = select($readable, undef, undef, %started ? $moment : undef);
  catch_all(@said);
  bury();
  hear() if $found > 0 && vec($readable, fileno STDIN, 1);
}

sub hear {
  my $got = sysread STDIN, $input, 65536, length $input;
  return if !defined $got && $! == EINTR;
  exit 0 if !$got;
  while ($input =~ /\A(\d+)\n/ && length($input) >= $+[0] + $1) {
    my ($start, $length) = ($+[0], $1);
    my $body = substr $input, $start, $length;
    substr($input, 0, $start + $length) = '';
    my ($order, @fields) = split /\0/, $body, -1;
    if ($order eq 'environment') { %ENV = variables(@fields) }
    else { start(@fields) }
  }
}

sub start {
  my ($id, $folder, $log, $count, @rest) = @_;
  my @command = splice @rest, 0, $count;
  my ($failure, @said) = map { [quick_pipe()] } 'failure', $log eq '' ? ('output', 'errors') : ();
  my $is_short = grep { !@$_ } $failure, @said;
  my $pid = $is_short ? undef : fork;
  return tell_worker(sprintf "failed %s %d\n", $id, $!) if !defined $pid;
  if ($pid == 0) {
    become($folder, $log, [map { $_->[1] } @said], \@command, \@rest);
    syswrite $failure->[1], $! + 0;
    POSIX::_exit(127);
  }
  my @caught = map { { handle => $_->[0], text => '', is_closed => 0 } } @said;
  $started{$pid} = { id => $id, failure => $failure->[0], caught => \@caught };
  tell_worker("started $id $pid\n");
}

# In the new process. Returns only where it fails, with $! set.
sub become {
  my ($folder, $log, $pipes, $command, $more) = @_;
  POSIX::setsid();
  $SIG{$_} = 'DEFAULT' for qw(CHLD PIPE);
  my %more = variables(@$more);
  @ENV{keys %more} = values %more;
  open(STDIN, '<', '/dev/null') or return;
  if (my ($out, $err) = @$pipes) {
    fcntl($_, F_SETFL, 0) for $out, $err;
    open(STDOUT, '>&', $out) && open(STDERR, '>&', $err) or return;
  } else {
    # The log is there before the worker's end of our output can close, which tells it that we are gone: without a log
    # nothing was started (runner.ts).
    open(STDOUT, '>>', $log) && open(STDERR, '>&', \*STDOUT) or return;
  }
  chdir $folder or return;
  no warnings 'exec';
  exec { $command->[0] } @$command;
}

sub variables { return map { /\A([^=]+)=(.*)\z/s } @_ }

# Tells of those that have ended. Everything that they said before it is in the pipes.
sub bury {
  while ((my $pid = waitpid -1, POSIX::WNOHANG()) > 0) {
    my $status = $?;
    my $process = delete $started{$pid} or next;
    catch_all(@{ $process->{caught} });
    my ($out, $err) = map { $_->{text} } @{ $process->{caught} }, { text => '' }, { text => '' };
    my $is_failure = sysread $process->{failure}, my $errno, 16;
    tell_worker($is_failure
      ? "failed $process->{id} $errno\n"
      : sprintf("ended %s %d %d %d\n", $process->{id}, $status, length $out, length $err) . $out . $err);
  }
}

# Empties pipes, so that no process waits for us. One may close them long before it ends.
sub catch_all {
  for my $end (@_) {
    my $got;
    while ($got = sysread $end->{handle}, my $more, 65536) {
      $end->{text} .= substr $more, 0, $most_caught - length $end->{text};
    }
    $end->{is_closed} = 1 if defined $got;
  }
}

sub tell_worker {
  my ($text) = @_;
  while (length $text) {
    my $written = syswrite STDOUT, $text;
    next if !defined $written && $! == EINTR;
    # Nobody listens any more.
    exit 0 if !defined $written;
    substr($text, 0, $written) = '';
  }
}

# Neither end blocks, and neither is handed on to what is started. Nothing where there are too many open files.
sub quick_pipe {
  pipe my $read, my $write or return;
  fcntl($_, F_SETFL, fcntl($_, F_GETFL, 0) | O_NONBLOCK) for $read, $write;
  return ($read, $write);
}
