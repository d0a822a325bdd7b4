"""What-if: levers that move the simulated futures of the annual forecast. docs/adr/0009-what-if.md."""
