"""What comes from elsewhere: pictures to count, counters and data sets to audit. Each in its own window."""
