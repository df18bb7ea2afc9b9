#!/usr/bin/perl
# A message centre for tests, on Debian's libnet-smpp-perl: another's SMPP at the other end of ours. Loopback only; it
# ends with its standard input. Prints one JSON object a line: {"port"}, {"bound"}, {"taken"}, {"heard"} …; reads commands:
#   {"cmd":"say","from":"849…","text_hex":"…","coding":0}   a subscriber writes      {"cmd":"drop"}   all connections end
#   {"cmd":"deaf","on":1}   enquire_link is not answered     {"cmd":"kick"}   unbinds everybody
# What becomes of a submit is decided by the last two digits of its number:
#   58 refused with ESME_RTHROTTLED at first   11 refused with ESME_RINVDSTADR   90 taken, never answered
#   80 taken, then undelivered                 77 the message's second part is refused with ESME_RX_P_APPN
#   78 the second part is refused with ESME_RMSGQFUL at first
use strict;
use warnings;
use IO::Select;
use JSON::PP;
use Net::SMPP;

my %option = (password => 'secret', 'disconnect-every' => 0, 'max-binds' => 10, receipts => 'tlv', ids => 'text');
while (my $name = shift) { $name =~ s/^--//; $option{$name} = shift }
$SIG{PIPE} = 'IGNORE';
$SIG{__WARN__} = sub { print STDERR @_ };
$| = 1;

my $json = JSON::PP->new->canonical;
sub note { print $json->encode({@_}), "\n" }

my $listen = Net::SMPP->new_listen('127.0.0.1', port => 0, smpp_version => 0x34, listen => 50) or die "no port: $!";
my $select = IO::Select->new($listen, \*STDIN);
my (%bound, %seen, %unheard, @receipts, $deaf, $line);
my ($submits, $serial) = (0, 0x1f);
note(port => $listen->sockport);

use constant { OK => 0, ALREADY => 5, PASSWORD => 0x0e, DESTINATION => 0x0b, FULL => 0x14, THROTTLED => 0x58, NEVER => 0x65 };

sub end {
  my ($c) = @_;
  $select->remove($c);
  delete $bound{fileno $c} if defined fileno $c;
  push @receipts, values %{delete $unheard{fileno $c} // {}} if defined fileno $c; # said again over the next bind
  close $c;
}

sub bind_as {
  my ($c, $pdu, $answer) = @_;
  my $status = $pdu->{password} ne $option{password} ? PASSWORD : keys %bound >= $option{'max-binds'} ? ALREADY : OK;
  $c->set_version(0x34);
  $c->$answer(system_id => 'perl', seq => $pdu->{seq}, status => $status);
  note(bound => $status == OK ? 1 : 0, status => $status, system_id => $pdu->{system_id}, version => $pdu->{interface_version});
  return end($c) if $status != OK;
  $bound{fileno $c} = $c;
}

# The same id, as the answer and as the receipt write it.
sub id_in_answer { my ($id) = @_; $option{ids} eq 'hex' ? sprintf('%08X', $id) : "m$id" }
sub id_in_receipt { my ($id) = @_; $option{ids} eq 'hex' ? sprintf('%010d', $id) : "m$id" }

sub submit {
  my ($c, $pdu) = @_;
  my $to = $pdu->{destination_addr};
  my $ending = substr $to, -2;
  my $part = ($pdu->{esm_class} & 0x40) ? ord substr($pdu->{short_message}, 5, 1) : 1;
  my $text = $pdu->{short_message};
  $text = $pdu->{message_payload} if defined $pdu->{message_payload};
  my $status = OK;
  $status = DESTINATION if $ending eq '11';
  $status = THROTTLED if $ending eq '58' && !$seen{$to}++;
  $status = NEVER if $ending eq '77' && $part == 2;
  $status = FULL if $ending eq '78' && $part == 2 && !$seen{$to}++;
  if ($status != OK) {
    note(refused => $to, status => $status);
    return $c->submit_sm_resp(message_id => '', seq => $pdu->{seq}, status => $status);
  }
  my $id = ++$serial;
  note(taken => $to, from => $pdu->{source_addr}, coding => $pdu->{data_coding}, esm => $pdu->{esm_class},
    hex => unpack('H*', $text), registered => $pdu->{registered_delivery}, id => $id,
    ton => "$pdu->{source_addr_ton}/$pdu->{dest_addr_ton}", validity => $pdu->{validity_period});
  push @receipts, [$to, $pdu->{source_addr}, $id, $ending eq '80' ? 'UNDELIV' : 'DELIVRD'] if $pdu->{registered_delivery};
  # Taken, and the connection goes before the answer has left.
  return end($c) if $option{'disconnect-every'} && ++$submits % $option{'disconnect-every'} == 0;
  return if $ending eq '90';
  $c->submit_sm_resp(message_id => id_in_answer($id), seq => $pdu->{seq});
}

sub deliver {
  my ($c, $from, $to, %more) = @_;
  $c->deliver_sm(source_addr => $from, source_addr_ton => 1, source_addr_npi => 1, destination_addr => $to, async => 1, %more);
}

sub heard {
  my ($c, $pdu) = @_;
  my $receipt = delete $unheard{fileno $c}{$pdu->{seq}};
  push @receipts, $receipt if $receipt && $pdu->{status} != OK;
}

sub report {
  my ($c) = values %bound;
  while ($c && (my $receipt = shift @receipts)) {
    my ($phone, $sender, $id, $stat) = @$receipt;
    my $text = sprintf 'id:%s sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 stat:%s err:%s text:',
      id_in_receipt($id), $stat, $stat eq 'DELIVRD' ? '000' : '069';
    my @tlv = $option{receipts} eq 'tlv'
      ? (receipted_message_id => id_in_answer($id) . "\0", message_state => chr($stat eq 'DELIVRD' ? 2 : 5)) : ();
    $text = "ID:" . id_in_receipt($id) . " Stat:$stat" if $option{receipts} eq 'odd';
    my $seq = deliver($c, $phone, $sender, esm_class => 4, short_message => $text, @tlv);
    $unheard{fileno $c}{$seq} = $receipt;
  }
}

sub obey {
  my $asked = $json->decode($_[0]);
  if ($asked->{cmd} eq 'drop') { end($_) for values %bound }
  if ($asked->{cmd} eq 'deaf') { $deaf = $asked->{on} }
  if ($asked->{cmd} eq 'kick') { $_->unbind(async => 1) for values %bound }
  if ($asked->{cmd} eq 'say') {
    my ($c) = values %bound;
    deliver($c, $asked->{from}, $asked->{to} // 'UBND', esm_class => $asked->{esm} // 0, data_coding => $asked->{coding} // 0,
      short_message => pack('H*', $asked->{text_hex})) if $c;
  }
}

while (1) {
  for my $ready ($select->can_read(0.05)) {
    if ($ready == $listen) {
      $select->add($listen->accept);
    } elsif (fileno($ready) == 0) {
      sysread(STDIN, $line, 65536, length($line // '')) or exit;
      obey($1) while $line =~ s/^(.*)\n//;
    } else {
      my $pdu = $ready->read_pdu;
      if (!$pdu) { end($ready) }
      elsif ($pdu->{cmd} == 0x09) { bind_as($ready, $pdu, 'bind_transceiver_resp') }
      elsif ($pdu->{cmd} == 0x02) { bind_as($ready, $pdu, 'bind_transmitter_resp') }
      elsif ($pdu->{cmd} == 0x04) { submit($ready, $pdu) }
      elsif ($pdu->{cmd} == 0x15) { $ready->enquire_link_resp(seq => $pdu->{seq}) unless $deaf; note(enquired => 1) }
      elsif ($pdu->{cmd} == 0x06) { $ready->unbind_resp(seq => $pdu->{seq}); note(unbound => 1); end($ready) }
      elsif ($pdu->{cmd} == 0x80000005) { heard($ready, $pdu); note(heard => $pdu->{seq}, status => $pdu->{status}) }
    }
  }
  report();
}
