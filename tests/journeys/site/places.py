"""Areas, their perimeters and figures."""

from __future__ import annotations

import json

from ensemblier.territories.enums import ImportKind
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.models import Area, Statistic
from ensemblier.territories.operations import prepare_import as prepare_territories
from tests import factories
from tests.journeys.site.ground import DAY, Addresses, Ground, text_file


def one_perimeter_and_one_mistake(code: str = "QN03099Z", name: str = "Quartier du Moulin") -> str:
    feature = {
        "type": "Feature",
        "properties": {"code_qp": code, "lib_qp": name},
        "geometry": factories.square(4.07, 44.11),
    }
    nowhere = {"type": "Feature", "properties": {"code_qp": "rien"}, "geometry": None}
    return json.dumps({"type": "FeatureCollection", "features": [feature, nowhere]})


class Places(Ground):
    """An area of nobody’s, perimeters that wait for a yes."""

    def open_places(self) -> None:
        self.area = Area.objects.get(code="QN03016M", generation="2024")
        self.hamlet = Area.objects.create(kind="other", name="Hameau des Cigales", source="essai")
        self.areas_import = prepare_territories(
            kind=ImportKind.PERIMETERS,
            uploaded=text_file("quartiers.geojson", one_perimeter_and_one_mistake()),
            options=ImportOptions(today=DAY, source="essai", dated=DAY),
            **self.author,
        )

    def about_places(self) -> Addresses:
        statistic = Statistic.objects.select_related("area").earliest("pk")
        figure = (statistic.area.key, statistic.pk)
        return {
            "territories:add_statistic": (self.area.key,),
            "territories:create": (),
            "territories:describe": (self.area.key,),
            "territories:detail": (self.area.key,),
            "territories:edit": (self.hamlet.key,),
            "territories:edit_statistic": figure,
            "territories:import": (),
            "territories:import_preview": (self.areas_import.pk,),
            "territories:list": (),
            "territories:locate": (),
            "territories:remove_statistic": figure,
        }
