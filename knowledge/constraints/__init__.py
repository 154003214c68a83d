"""What a question demands beside the need, and how offers stand to it."""

from knowledge.constraints.demands import Demand, Demands, demands_of, need_of
from knowledge.constraints.verdicts import Verdict, judge

__all__ = ["Demand", "Demands", "Verdict", "demands_of", "judge", "need_of"]
