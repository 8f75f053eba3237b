"""The countries and territories of ISO 3166-1, under their everyday English names."""

import msgspec

from sundial.reference.currencies import CURRENCIES


class Country(msgspec.Struct, frozen=True):
    """A country: its ISO 3166 number and two-letter code, and the ISO 4217 number of its currency.

    The VAT percentage and pattern are part of what clients read, and empty: this server bills nobody.
    """

    country_code: str
    default_currency_id: int
    id: int
    name: str
    requires_postal_code: bool
    vat_applicable: bool
    vat_percentage: float = 0
    vat_regex: str = ""


# Code, number, currency, flags and name, by name without regard to accents. P: an address there is incomplete without a
# postal code. V: a member of the European Union, or one of three neighbours whose VAT is asked for likewise. A country
# that uses several currencies has its own here; Antarctica, which has none, has the one that a new workspace has.
_TABLE = """
AF 004 AFN -- Afghanistan
AX 248 EUR P- Åland Islands
AL 008 ALL -- Albania
DZ 012 DZD -- Algeria
AS 016 USD P- American Samoa
AD 020 EUR -- Andorra
AO 024 AOA -- Angola
AI 660 XCD -- Anguilla
AQ 010 USD -- Antarctica
AG 028 XCD -- Antigua and Barbuda
AR 032 ARS -- Argentina
AM 051 AMD -- Armenia
AW 533 AWG -- Aruba
AU 036 AUD P- Australia
AT 040 EUR PV Austria
AZ 031 AZN -- Azerbaijan
BS 044 BSD -- Bahamas
BH 048 BHD -- Bahrain
BD 050 BDT -- Bangladesh
BB 052 BBD -- Barbados
BY 112 BYN -- Belarus
BE 056 EUR PV Belgium
BZ 084 BZD -- Belize
BJ 204 XOF -- Benin
BM 060 BMD -- Bermuda
BT 064 BTN -- Bhutan
BO 068 BOB -- Bolivia
BQ 535 USD -- Bonaire, Sint Eustatius and Saba
BA 070 BAM -- Bosnia and Herzegovina
BW 072 BWP -- Botswana
BV 074 NOK -- Bouvet Island
BR 076 BRL P- Brazil
IO 086 USD P- British Indian Ocean Territory
VG 092 USD -- British Virgin Islands
BN 096 BND -- Brunei
BG 100 EUR -V Bulgaria
BF 854 XOF -- Burkina Faso
BI 108 BIF -- Burundi
KH 116 KHR -- Cambodia
CM 120 XAF -- Cameroon
CA 124 CAD P- Canada
CV 132 CVE -- Cape Verde
KY 136 KYD -- Cayman Islands
CF 140 XAF -- Central African Republic
TD 148 XAF -- Chad
CL 152 CLP -- Chile
CN 156 CNY P- China
CX 162 AUD -- Christmas Island
CC 166 AUD -- Cocos (Keeling) Islands
CO 170 COP -- Colombia
KM 174 KMF -- Comoros
CG 178 XAF -- Congo
CD 180 CDF -- Congo, Democratic Republic of the
CK 184 NZD -- Cook Islands
CR 188 CRC -- Costa Rica
CI 384 XOF -- Côte d'Ivoire
HR 191 EUR -V Croatia
CU 192 CUP -- Cuba
CW 531 XCG -- Curaçao
CY 196 EUR -V Cyprus
CZ 203 CZK PV Czechia
DK 208 DKK PV Denmark
DJ 262 DJF -- Djibouti
DM 212 XCD -- Dominica
DO 214 DOP -- Dominican Republic
EC 218 USD -- Ecuador
EG 818 EGP -- Egypt
SV 222 USD -- El Salvador
GQ 226 XAF -- Equatorial Guinea
ER 232 ERN -- Eritrea
EE 233 EUR PV Estonia
SZ 748 SZL -- Eswatini
ET 231 ETB -- Ethiopia
FK 238 FKP P- Falkland Islands
FO 234 DKK -- Faroe Islands
FJ 242 FJD -- Fiji
FI 246 EUR PV Finland
FR 250 EUR PV France
GF 254 EUR P- French Guiana
PF 258 XPF P- French Polynesia
TF 260 EUR -- French Southern Territories
GA 266 XAF -- Gabon
GM 270 GMD -- Gambia
GE 268 GEL -- Georgia
DE 276 EUR PV Germany
GH 288 GHS -- Ghana
GI 292 GIP -- Gibraltar
GR 300 EUR PV Greece
GL 304 DKK P- Greenland
GD 308 XCD -- Grenada
GP 312 EUR P- Guadeloupe
GU 316 USD P- Guam
GT 320 GTQ -- Guatemala
GG 831 GBP P- Guernsey
GN 324 GNF -- Guinea
GW 624 XOF -- Guinea-Bissau
GY 328 GYD -- Guyana
HT 332 HTG -- Haiti
HM 334 AUD -- Heard Island and McDonald Islands
HN 340 HNL -- Honduras
HK 344 HKD -- Hong Kong
HU 348 HUF PV Hungary
IS 352 ISK -- Iceland
IN 356 INR P- India
ID 360 IDR -- Indonesia
IR 364 IRR -- Iran
IQ 368 IQD -- Iraq
IE 372 EUR -V Ireland
IM 833 GBP P- Isle of Man
IL 376 ILS -- Israel
IT 380 EUR PV Italy
JM 388 JMD -- Jamaica
JP 392 JPY P- Japan
JE 832 GBP P- Jersey
JO 400 JOD -- Jordan
KZ 398 KZT -- Kazakhstan
KE 404 KES -- Kenya
KI 296 AUD -- Kiribati
KW 414 KWD -- Kuwait
KG 417 KGS -- Kyrgyzstan
LA 418 LAK -- Laos
LV 428 EUR PV Latvia
LB 422 LBP -- Lebanon
LS 426 LSL -- Lesotho
LR 430 LRD -- Liberia
LY 434 LYD -- Libya
LI 438 CHF P- Liechtenstein
LT 440 EUR PV Lithuania
LU 442 EUR PV Luxembourg
MO 446 MOP -- Macao
MG 450 MGA -- Madagascar
MW 454 MWK -- Malawi
MY 458 MYR P- Malaysia
MV 462 MVR -- Maldives
ML 466 XOF -- Mali
MT 470 EUR -V Malta
MH 584 USD P- Marshall Islands
MQ 474 EUR P- Martinique
MR 478 MRU -- Mauritania
MU 480 MUR -- Mauritius
YT 175 EUR P- Mayotte
MX 484 MXN P- Mexico
FM 583 USD P- Micronesia
MD 498 MDL -- Moldova
MC 492 EUR -- Monaco
MN 496 MNT -- Mongolia
ME 499 EUR -- Montenegro
MS 500 XCD -- Montserrat
MA 504 MAD -- Morocco
MZ 508 MZN -- Mozambique
MM 104 MMK -- Myanmar
NA 516 NAD -- Namibia
NR 520 AUD -- Nauru
NP 524 NPR -- Nepal
NL 528 EUR PV Netherlands
NC 540 XPF P- New Caledonia
NZ 554 NZD P- New Zealand
NI 558 NIO -- Nicaragua
NE 562 XOF -- Niger
NG 566 NGN -- Nigeria
NU 570 NZD -- Niue
NF 574 AUD -- Norfolk Island
KP 408 KPW -- North Korea
MK 807 MKD -- North Macedonia
MP 580 USD P- Northern Mariana Islands
NO 578 NOK PV Norway
OM 512 OMR -- Oman
PK 586 PKR -- Pakistan
PW 585 USD P- Palau
PS 275 ILS -- Palestine
PA 591 PAB -- Panama
PG 598 PGK -- Papua New Guinea
PY 600 PYG -- Paraguay
PE 604 PEN -- Peru
PH 608 PHP -- Philippines
PN 612 NZD P- Pitcairn Islands
PL 616 PLN PV Poland
PT 620 EUR PV Portugal
PR 630 USD P- Puerto Rico
QA 634 QAR -- Qatar
RE 638 EUR P- Réunion
RO 642 RON PV Romania
RU 643 RUB P- Russia
RW 646 RWF -- Rwanda
BL 652 EUR P- Saint Barthélemy
SH 654 SHP P- Saint Helena, Ascension and Tristan da Cunha
KN 659 XCD -- Saint Kitts and Nevis
LC 662 XCD -- Saint Lucia
MF 663 EUR P- Saint Martin (French part)
PM 666 EUR P- Saint Pierre and Miquelon
VC 670 XCD -- Saint Vincent and the Grenadines
WS 882 WST -- Samoa
SM 674 EUR P- San Marino
ST 678 STN -- São Tomé and Príncipe
SA 682 SAR -- Saudi Arabia
SN 686 XOF -- Senegal
RS 688 RSD -- Serbia
SC 690 SCR -- Seychelles
SL 694 SLE -- Sierra Leone
SG 702 SGD P- Singapore
SX 534 XCG -- Sint Maarten (Dutch part)
SK 703 EUR PV Slovakia
SI 705 EUR -V Slovenia
SB 090 SBD -- Solomon Islands
SO 706 SOS -- Somalia
ZA 710 ZAR P- South Africa
GS 239 GBP P- South Georgia and the South Sandwich Islands
KR 410 KRW P- South Korea
SS 728 SSP -- South Sudan
ES 724 EUR PV Spain
LK 144 LKR -- Sri Lanka
SD 729 SDG -- Sudan
SR 740 SRD -- Suriname
SJ 744 NOK P- Svalbard and Jan Mayen
SE 752 SEK PV Sweden
CH 756 CHF PV Switzerland
SY 760 SYP -- Syria
TW 158 TWD P- Taiwan
TJ 762 TJS -- Tajikistan
TZ 834 TZS -- Tanzania
TH 764 THB -- Thailand
TL 626 USD -- Timor-Leste
TG 768 XOF -- Togo
TK 772 NZD -- Tokelau
TO 776 TOP -- Tonga
TT 780 TTD -- Trinidad and Tobago
TN 788 TND -- Tunisia
TR 792 TRY P- Türkiye
TM 795 TMT -- Turkmenistan
TC 796 USD P- Turks and Caicos Islands
TV 798 AUD -- Tuvalu
UG 800 UGX -- Uganda
UA 804 UAH P- Ukraine
AE 784 AED -- United Arab Emirates
GB 826 GBP PV United Kingdom
US 840 USD P- United States
UM 581 USD -- United States Minor Outlying Islands
VI 850 USD P- United States Virgin Islands
UY 858 UYU -- Uruguay
UZ 860 UZS -- Uzbekistan
VU 548 VUV -- Vanuatu
VA 336 EUR -- Vatican City
VE 862 VES -- Venezuela
VN 704 VND -- Vietnam
WF 876 XPF P- Wallis and Futuna
EH 732 MAD -- Western Sahara
YE 887 YER -- Yemen
ZM 894 ZMW -- Zambia
ZW 716 ZWG -- Zimbabwe
"""

_CURRENCY_IDS = {currency.iso_code: currency.currency_id for currency in CURRENCIES}


def _country(line: str) -> Country:
    code, number, currency, flags, name = line.split(maxsplit=4)
    return Country(code, _CURRENCY_IDS[currency], int(number), name, "P" in flags, "V" in flags)


COUNTRIES: tuple[Country, ...] = tuple(_country(line) for line in _TABLE.strip().splitlines())
COUNTRY_IDS: frozenset[int] = frozenset(country.id for country in COUNTRIES)
