"""A native bar chart beside a written table: labels in column A, figures in column B."""

from __future__ import annotations

from xml.sax.saxutils import escape

from workbench.spreadsheets.workbook_parts import HEAD, RELATED, relations

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_BAR = "0A7568"


def chart_parts(number: int, sheet: str, title: str, first: int, last: int) -> dict[str, str]:
    """The parts of the chart of sheet `number` over its rows first..last, by their places."""
    place = "'" + sheet.replace("'", "''") + "'!"
    labels = escape(f"{place}$A${first}:$A${last}")
    figures = escape(f"{place}$B${first}:$B${last}")
    return {
        f"xl/charts/chart{number}.xml": _chart(title, labels, figures),
        f"xl/drawings/drawing{number}.xml": _drawing(last - first + 1),
        f"xl/drawings/_rels/drawing{number}.xml.rels": relations(
            [("chart", f"../charts/chart{number}.xml")]
        ),
        f"xl/worksheets/_rels/sheet{number}.xml.rels": relations(
            [("drawing", f"../drawings/drawing{number}.xml")]
        ),
    }


def _chart(title: str, labels: str, figures: str) -> str:
    text = (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="en-US" sz="1200" b="1"/>'
        f'<a:t>{escape(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
    series = (
        '<c:ser><c:idx val="0"/><c:order val="0"/><c:spPr><a:solidFill>'
        f'<a:srgbClr val="{_BAR}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{labels}</c:f></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{figures}</c:f></c:numRef></c:val></c:ser>"
    )
    axes = (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="#,##0" '
        'sourceLinked="0"/><c:crossAx val="1"/></c:valAx>'
    )
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main" '
        f'xmlns:r="{RELATED}"><c:chart>{text}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>{axes}'
        '</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )


def _drawing(bars: int) -> str:
    """The chart stands right of the table, as tall as its bars need."""
    return (
        f'{HEAD}<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main">'
        "<xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff>"
        "<xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>11</xdr:col>"
        f"<xdr:colOff>0</xdr:colOff><xdr:row>{max(14, 3 + 2 * bars)}</xdr:row>"
        '<xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        '<xdr:cNvPr id="2" name="Chart"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData '
        f'uri="{_DRAWING}/chart"><c:chart xmlns:c="{_DRAWING}/chart" xmlns:r="{RELATED}" '
        'r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>'
        "</xdr:twoCellAnchor></xdr:wsDr>"
    )
