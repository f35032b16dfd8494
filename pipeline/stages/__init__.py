"""Pure stages: functions of their arguments, one public function of its own name each."""
