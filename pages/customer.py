from __future__ import annotations

from ui import customer, customer_kpis, customer_products, customer_story
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

chosen = customer.chosen(asked)
if chosen is None:
    customer.chooser(asked)
else:
    customer.head(chosen)
    customer.health(chosen)
    customer_kpis.against_segment(chosen)
    customer_story.story(chosen)
    customer_products.products(chosen)
    customer_story.everything(chosen)
