"""The currencies that people are paid in: the active ones of ISO 4217.

Funds codes, precious metals, units of account and test codes are left out.
"""

import msgspec


class Currency(msgspec.Struct, frozen=True):
    """A currency: its ISO 4217 number and code, and the narrow symbol to show before or after an amount."""

    currency_id: int
    iso_code: str
    symbol: str


# Code, number and symbol, by code. Where no symbol is in common use, the code stands in for it.
_TABLE = """
AED 784
AFN 971 ؋
ALL 008 L
AMD 051 ֏
AOA 973 Kz
ARS 032 $
AUD 036 $
AWG 533 ƒ
AZN 944 ₼
BAM 977 KM
BBD 052 $
BDT 050 ৳
BHD 048
BIF 108 FBu
BMD 060 $
BND 096 $
BOB 068 Bs
BRL 986 R$
BSD 044 $
BTN 064 Nu.
BWP 072 P
BYN 933 Br
BZD 084 $
CAD 124 $
CDF 976 FC
CHF 756
CLP 152 $
CNY 156 ¥
COP 170 $
CRC 188 ₡
CUP 192 $
CVE 132
CZK 203 Kč
DJF 262 Fdj
DKK 208 kr
DOP 214 $
DZD 012
EGP 818 £
ERN 232 Nfk
ETB 230 Br
EUR 978 €
FJD 242 $
FKP 238 £
GBP 826 £
GEL 981 ₾
GHS 936 ₵
GIP 292 £
GMD 270 D
GNF 324 FG
GTQ 320 Q
GYD 328 $
HKD 344 $
HNL 340 L
HTG 332 G
HUF 348 Ft
IDR 360 Rp
ILS 376 ₪
INR 356 ₹
IQD 368
IRR 364
ISK 352 kr
JMD 388 $
JOD 400
JPY 392 ¥
KES 404 KSh
KGS 417 сом
KHR 116 ៛
KMF 174 CF
KPW 408 ₩
KRW 410 ₩
KWD 414
KYD 136 $
KZT 398 ₸
LAK 418 ₭
LBP 422 £
LKR 144 Rs
LRD 430 $
LSL 426 L
LYD 434
MAD 504
MDL 498 L
MGA 969 Ar
MKD 807 ден
MMK 104 K
MNT 496 ₮
MOP 446 MOP$
MRU 929 UM
MUR 480 Rs
MVR 462 Rf
MWK 454 MK
MXN 484 $
MYR 458 RM
MZN 943 MT
NAD 516 $
NGN 566 ₦
NIO 558 C$
NOK 578 kr
NPR 524 Rs
NZD 554 $
OMR 512
PAB 590 B/.
PEN 604 S/
PGK 598 K
PHP 608 ₱
PKR 586 Rs
PLN 985 zł
PYG 600 ₲
QAR 634
RON 946 lei
RSD 941 дин.
RUB 643 ₽
RWF 646 RF
SAR 682
SBD 090 $
SCR 690 Rs
SDG 938
SEK 752 kr
SGD 702 $
SHP 654 £
SLE 925 Le
SOS 706 Sh
SRD 968 $
SSP 728 £
STN 930 Db
SVC 222 ₡
SYP 760 £
SZL 748 E
THB 764 ฿
TJS 972 SM
TMT 934 m
TND 788
TOP 776 T$
TRY 949 ₺
TTD 780 $
TWD 901 NT$
TZS 834 TSh
UAH 980 ₴
UGX 800 USh
USD 840 $
UYU 858 $
UZS 860 soʻm
VED 926 Bs.D
VES 928 Bs.
VND 704 ₫
VUV 548 VT
WST 882 WS$
XAF 950 FCFA
XCD 951 $
XCG 532 Cg
XOF 952 CFA
XPF 953 ₣
YER 886
ZAR 710 R
ZMW 967 K
ZWG 924 ZiG
"""


def _currency(line: str) -> Currency:
    code, number, *symbol = line.split()
    return Currency(int(number), code, symbol[0] if symbol else code)


CURRENCIES: tuple[Currency, ...] = tuple(_currency(line) for line in _TABLE.strip().splitlines())
CURRENCY_CODES: frozenset[str] = frozenset(currency.iso_code for currency in CURRENCIES)
