"""One file for each way to reach people or programs. IO."""
