"""Forms of the administration as PDF and DOCX: plain data in, bytes out, no model known.

`blocks` are what any form is made of; `writing` turns them into PDF and DOCX; `sheet` is the data
of Cerfa 12156 and `cerfa` lays it out; `workbook` is its XLSX.
"""
