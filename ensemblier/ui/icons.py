"""Drawings of 24 by 24, stroked with the color of the text."""

ICONS = {
    "add": "M12 5v14M5 12h14",
    "arrow-down": "M12 5v14M6 13l6 6 6-6",
    "arrow-left": "M19 12H5M11 6l-6 6 6 6",
    "arrow-right": "M5 12h14M13 6l6 6-6 6",
    "arrow-up": "M12 19V5M6 11l6-6 6 6",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "check": "M5 13l4.5 4.5L19 8",
    "close": "M6 6l12 12M18 6L6 18",
    "copy": "M9 9h11v11H9zM15 9V4H4v11h5",
    "delete": "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "download": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "edit": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "history": "M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5M12 8v4.5l3 2",
    "home": "M4 11l8-7 8 7M6 10v10h12V10",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 7.5v.5",
    "language": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3.5 4.5 3.5 13.5 0 18"
    "M12 3c-3.5 4.5-3.5 13.5 0 18",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3"
    "a4.2 4.2 0 0 0 6 6l1-1",
    "logout": "M10 4H5v16h5M10 12h10M16 8l4 4-4 4",
    "mail": "M3 6h18v12H3zM3 7l9 7 9-7",
    "map": "M9 4L3 6.500v13.500l6-2.5 6 2.5 6-2.500V4l-6 2.500zM9 4v13.500M15 6.500V20",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-8 12-8 12 0"
    "M16 4.500a3.5 3.5 0 0 1 0 6.500M18 14c2 1 3 3 3 6",
    "pin": "M12 21c-9-10-6-18 0-18s9 8 0 18zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.500L21 21",
    "stop": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.500v5.500M12 16v.5",
    "theme": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 8h7M12 12h9M12 16h7",
    "upload": "M12 16V5M7 9l5-5 5 5M5 20h14",
    "user": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-9 16-9 16 0",
    "warning": "M12 4L2.5 20h19zM12 10v5M12 17v.5",
}
