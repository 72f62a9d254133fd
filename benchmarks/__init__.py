"""How long gongkai takes, beside other readers and stage by stage."""
