"""The outline: what the analyst writes, parsed and validated. `loader` reads one."""
