# Tests of chart.
