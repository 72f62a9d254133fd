"""Many sources become one data package: read shard by shard, by any number of processes, and gathered at the end.

`sources` finds what there is to read, `shards` cuts it, `working` gives the shards to whoever works, `reading` reads
one, `rows` keeps of each report what the tables allow, `parts` is where that lies meanwhile, and `gathering` makes the
tables of all. `whole` is the build.
"""

from gongkai.building.parts import Counts
from gongkai.building.progress import Progress
from gongkai.building.whole import Built, build

__all__ = ["Built", "Counts", "Progress", "build"]
