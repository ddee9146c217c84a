from . import (
    client,
    entrepreneur,
    open_missions,
    works_link,
    works_client,
    works_present,
    week,
    visit_start,
    calendars,
    quality,
    home,
    home_work,
)
