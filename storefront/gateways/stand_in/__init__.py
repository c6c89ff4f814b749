"""Stand-ins for VNPay and a bank on this machine: the real protocols, no money. For tests and demonstrations."""
