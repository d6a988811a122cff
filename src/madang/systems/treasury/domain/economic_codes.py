"""Economic classes of expense and of what non-financial assets cost (IMF, GFSM 2014, tables 6.1 and 8.1), to four digits; fixed
assets that are buildings, machines and other produced ones to five. Facts of the tables; the wording of the titles is ours.

Left out: classes below 312 (inventories), and financial assets and liabilities (32, 33), which are no budget expense.
"""

TABLE = """
2 | 비용 | Expense
21 | 피용자 보수 | Compensation of employees
211 | 임금 및 급여 | Wages and salaries
2111 | 현금 임금 및 급여 | Wages and salaries in cash
2112 | 현물 임금 및 급여 | Wages and salaries in kind
212 | 고용주 사회부담금 | Employers' social contributions
2121 | 실제 고용주 부담금 | Actual employers' contributions
2122 | 의제 고용주 부담금 | Imputed employers' contributions
22 | 재화와 용역의 사용 | Use of goods and services
23 | 고정자본 소모 | Consumption of fixed capital
24 | 이자 | Interest
241 | 비거주자에 대한 이자 | Interest to non-residents
242 | 일반정부 외 거주자에 대한 이자 | Interest to residents outside general government
243 | 다른 일반정부 단위에 대한 이자 | Interest to other units of general government
25 | 보조금 | Subsidies
251 | 공기업 보조금 | Subsidies to public corporations
2511 | 비금융 공기업 보조금 | Subsidies to non-financial public corporations
2512 | 금융 공기업 보조금 | Subsidies to financial public corporations
252 | 민간기업 보조금 | Subsidies to private enterprises
2521 | 비금융 민간기업 보조금 | Subsidies to non-financial private enterprises
2522 | 금융 민간기업 보조금 | Subsidies to financial private enterprises
253 | 그 밖의 부문 보조금 | Subsidies to other sectors
26 | 교부금 | Grants
261 | 외국 정부에 대한 교부금 | Grants to foreign governments
2611 | 외국 정부에 대한 경상 교부금 | Current grants to foreign governments
2612 | 외국 정부에 대한 자본 교부금 | Capital grants to foreign governments
262 | 국제기구에 대한 교부금 | Grants to international organisations
2621 | 국제기구에 대한 경상 교부금 | Current grants to international organisations
2622 | 국제기구에 대한 자본 교부금 | Capital grants to international organisations
263 | 다른 일반정부 단위에 대한 교부금 | Grants to other units of general government
2631 | 다른 일반정부 단위에 대한 경상 교부금 | Current grants to other units of general government
2632 | 다른 일반정부 단위에 대한 자본 교부금 | Capital grants to other units of general government
27 | 사회급여 | Social benefits
271 | 사회보장 급여 | Social security benefits
2711 | 현금 사회보장 급여 | Social security benefits in cash
2712 | 현물 사회보장 급여 | Social security benefits in kind
272 | 사회부조 급여 | Social assistance benefits
2721 | 현금 사회부조 급여 | Social assistance benefits in cash
2722 | 현물 사회부조 급여 | Social assistance benefits in kind
273 | 고용 관련 사회급여 | Employment-related social benefits
2731 | 현금 고용 관련 사회급여 | Employment-related social benefits in cash
2732 | 현물 고용 관련 사회급여 | Employment-related social benefits in kind
28 | 그 밖의 비용 | Other expense
281 | 이자 외 재산 비용 | Property expense other than interest
2811 | 배당 | Dividends
2812 | 준법인 소득의 인출 | Withdrawals from income of quasi-corporations
2813 | 투자소득 지급에 따른 재산 비용 | Property expense for investment income disbursements
2814 | 임차료 | Rent
2815 | 외국인 직접투자의 재투자 수익 | Reinvested earnings on foreign direct investment
282 | 달리 분류되지 않는 이전 | Transfers not classified elsewhere
2821 | 달리 분류되지 않는 경상 이전 | Current transfers not classified elsewhere
2822 | 달리 분류되지 않는 자본 이전 | Capital transfers not classified elsewhere
283 | 손해보험·표준보증 보험료와 청구 | Premiums, fees and claims of non-life insurance and standardised guarantees
2831 | 보험료·수수료와 경상 청구 | Premiums, fees and current claims
2832 | 자본 청구 | Capital claims
31 | 비금융자산 취득 | Acquisition of non-financial assets
311 | 고정자산 | Fixed assets
3111 | 건물과 구축물 | Buildings and structures
31111 | 주택 | Dwellings
31112 | 주택 외 건물 | Buildings other than dwellings
31113 | 그 밖의 구축물 | Other structures
31114 | 토지 개량 | Land improvements
3112 | 기계와 설비 | Machinery and equipment
31121 | 운송 장비 | Transport equipment
31122 | 운송 장비 외 기계와 설비 | Machinery and equipment other than transport equipment
3113 | 그 밖의 고정자산 | Other fixed assets
31131 | 육성 생물자원 | Cultivated biological resources
31132 | 지식재산 생산물 | Intellectual property products
3114 | 무기 체계 | Weapons systems
312 | 재고 | Inventories
313 | 귀중품 | Valuables
314 | 비생산 자산 | Non-produced assets
3141 | 토지 | Land
3142 | 광물과 에너지 자원 | Mineral and energy resources
3143 | 그 밖의 자연 자산 | Other naturally occurring assets
3144 | 무형 비생산 자산 | Intangible non-produced assets
"""


def economic_codes() -> dict[str, dict[str, str]]:
    """Each code with its titles, in the table's order."""
    rows = (line.split(" | ") for line in TABLE.strip().splitlines())
    return {code: {"ko": korean, "en": english} for code, korean, english in rows}


def parent_of_economic(*, code: str) -> str:
    """The class above: one digit less, and nothing above 2 and 31."""
    return code[:-1] if len(code) > 1 and code[:-1] != "3" else ""
