"""What Sundial costs above the necessary: ``python -m benchmarks`` measures it against a hand-written floor.

The floor (`floor.py`) answers the same requests with the same statements, on the same web server and database, and
does nothing else. Both run as real processes, take turns under the same load, and are compared by the CPU time that a
request takes: on a shared machine the clock tells more about the neighbours than about the program.
"""
