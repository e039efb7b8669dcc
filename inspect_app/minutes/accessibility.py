"""The claim of PDF/UA-1 in a document's metadata, put where readers of XMP look for it."""

from __future__ import annotations

from typing import Any

_UA = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = "http://www.aiim.org/pdfa/ns/"
# PDF/A allows the identifier of PDF/UA only with a description of its schema (ISO 19005-3, 6.6.2).
_CLAIM = f"""<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}"
 xmlns:pdfaExtension="{_EXTENSION}extension/" xmlns:pdfaSchema="{_EXTENSION}schema#"
 xmlns:pdfaProperty="{_EXTENSION}property#">
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>""".encode()
_END = b"</rdf:RDF>"


def claim(metadata: Any) -> None:
    """Let WeasyPrint's metadata of a tagged PDF/A say PDF/UA-1 too, in its only rdf:RDF.

    WeasyPrint's own `xmp_metadata` would append a second one, which readers ignore.
    """
    describe = metadata.generate_rdf_metadata

    def described(*arguments: Any) -> bytes:
        made: bytes = describe(*arguments)
        return made.replace(_END, _CLAIM + _END)

    metadata.generate_rdf_metadata = described
