"""Plan trees: versions, editing, alignment, reading a plan out of a document, exports."""
