from ..lines import Document


def read_workbook(content: bytes) -> Document:
    return Document([])


def read_csv(content: bytes) -> Document:
    return Document([])
