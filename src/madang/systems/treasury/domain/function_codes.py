"""Functions of government: the ten divisions and their groups (UN, Classification of the Functions of Government, 1999).
Facts of the classification; the wording of the titles is ours.
"""

TABLE = """
01 | 일반공공행정 | General public services
01.1 | 집행·입법기관, 재정·외무 | Executive and legislative organs, financial, fiscal and external affairs
01.2 | 대외 경제원조 | Foreign economic aid
01.3 | 일반 서비스 | General services
01.4 | 기초연구 | Basic research
01.5 | 일반공공행정 연구개발 | Research and development: general public services
01.6 | 그 밖의 일반공공행정 | Other general public services
01.7 | 공공채무 거래 | Public debt transactions
01.8 | 정부 간 일반 이전 | General transfers between levels of government
02 | 국방 | Defence
02.1 | 군사 방위 | Military defence
02.2 | 민방위 | Civil defence
02.3 | 대외 군사원조 | Foreign military aid
02.4 | 국방 연구개발 | Research and development: defence
02.5 | 그 밖의 국방 | Other defence
03 | 공공질서와 안전 | Public order and safety
03.1 | 경찰 | Police
03.2 | 소방 | Fire protection
03.3 | 법원 | Law courts
03.4 | 교정 | Prisons
03.5 | 공공질서와 안전 연구개발 | Research and development: public order and safety
03.6 | 그 밖의 공공질서와 안전 | Other public order and safety
04 | 경제 업무 | Economic affairs
04.1 | 일반 경제·상업·노동 | General economic, commercial and labour affairs
04.2 | 농림수산 | Agriculture, forestry, fishing and hunting
04.3 | 연료와 에너지 | Fuel and energy
04.4 | 광업·제조업·건설업 | Mining, manufacturing and construction
04.5 | 교통 | Transport
04.6 | 통신 | Communication
04.7 | 그 밖의 산업 | Other industries
04.8 | 경제 업무 연구개발 | Research and development: economic affairs
04.9 | 그 밖의 경제 업무 | Other economic affairs
05 | 환경보호 | Environmental protection
05.1 | 폐기물 관리 | Waste management
05.2 | 하수 관리 | Waste water management
05.3 | 오염 저감 | Pollution abatement
05.4 | 생물다양성과 경관 보호 | Protection of biodiversity and landscape
05.5 | 환경보호 연구개발 | Research and development: environmental protection
05.6 | 그 밖의 환경보호 | Other environmental protection
06 | 주택과 지역사회 | Housing and community amenities
06.1 | 주택 개발 | Housing development
06.2 | 지역사회 개발 | Community development
06.3 | 상수도 | Water supply
06.4 | 가로등 | Street lighting
06.5 | 주택과 지역사회 연구개발 | Research and development: housing and community amenities
06.6 | 그 밖의 주택과 지역사회 | Other housing and community amenities
07 | 보건 | Health
07.1 | 의료 제품·기구·장비 | Medical products, appliances and equipment
07.2 | 외래 진료 | Outpatient services
07.3 | 병원 진료 | Hospital services
07.4 | 공중보건 | Public health services
07.5 | 보건 연구개발 | Research and development: health
07.6 | 그 밖의 보건 | Other health
08 | 여가·문화·종교 | Recreation, culture and religion
08.1 | 여가와 체육 | Recreational and sporting services
08.2 | 문화 | Cultural services
08.3 | 방송과 출판 | Broadcasting and publishing
08.4 | 종교와 그 밖의 공동체 | Religious and other community services
08.5 | 여가·문화·종교 연구개발 | Research and development: recreation, culture and religion
08.6 | 그 밖의 여가·문화·종교 | Other recreation, culture and religion
09 | 교육 | Education
09.1 | 유아와 초등교육 | Pre-primary and primary education
09.2 | 중등교육 | Secondary education
09.3 | 중등 후 비고등교육 | Post-secondary non-tertiary education
09.4 | 고등교육 | Tertiary education
09.5 | 단계로 나눌 수 없는 교육 | Education not definable by level
09.6 | 교육 지원 서비스 | Subsidiary services to education
09.7 | 교육 연구개발 | Research and development: education
09.8 | 그 밖의 교육 | Other education
10 | 사회보호 | Social protection
10.1 | 질병과 장애 | Sickness and disability
10.2 | 노령 | Old age
10.3 | 유족 | Survivors
10.4 | 가족과 아동 | Family and children
10.5 | 실업 | Unemployment
10.6 | 주거 | Housing
10.7 | 그 밖의 사회적 배제 | Social exclusion not classified elsewhere
10.8 | 사회보호 연구개발 | Research and development: social protection
10.9 | 그 밖의 사회보호 | Other social protection
"""


def function_codes() -> dict[str, dict[str, str]]:
    """Each code with its titles, in the classification's order."""
    rows = (line.split(" | ") for line in TABLE.strip().splitlines())
    return {code: {"ko": korean, "en": english} for code, korean, english in rows}


def division_of(*, code: str) -> str:
    """The division of a group; a division itself has none above."""
    return code.partition(".")[0] if "." in code else ""
