"""How forms are rendered everywhere."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    pass
