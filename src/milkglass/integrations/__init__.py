"""One file per host that logs. Each hands texts to ``masking.Masker`` at the last moment before they leave the process."""
