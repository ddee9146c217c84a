"""The one query of matching: facts on people for missions, gathered set-based.

Read by ``matching_facts``; the rules themselves are in ``calc.score`` and in
``oe_base.calc.competence``, and tests hold both to the same answers.
"""

# A commune by postal code, its name deciding among several: `oe.commune._of` in SQL.
PLACE = """
    SELECT p.id,
           CASE WHEN p.partner_latitude <> 0 OR p.partner_longitude <> 0
                THEN p.partner_latitude::float8 ELSE c.latitude END AS lat,
           CASE WHEN p.partner_latitude <> 0 OR p.partner_longitude <> 0
                THEN p.partner_longitude::float8 ELSE c.longitude END AS lon
      FROM res_partner p
 LEFT JOIN res_country country ON country.id = p.country_id
 LEFT JOIN LATERAL (
           SELECT latitude::float8 AS latitude, longitude::float8 AS longitude
             FROM oe_commune
            WHERE postal_code = trim(p.zip)
              AND (country.id IS NULL OR country.code = 'FR')
         ORDER BY (translate(lower(name), '-’', ' ''')
                   = translate(lower(trim(p.city)), '-’', ' ''')) IS TRUE DESC,
                  population DESC, id
            LIMIT 1) c ON TRUE
"""

FACTS = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(slot_missions)s::int[], %(slot_numbers)s::int[],
                         %(slot_days)s::date[], %(slot_from)s::int[],
                         %(slot_to)s::int[], %(slot_start)s::timestamp[],
                         %(slot_end)s::timestamp[])
        AS w(mission_id, number, day, from_minute, to_minute, start_utc, end_utc)
), mission AS MATERIALIZED (
    SELECT m.id, m.company_id, m.territory_id, m.partner_id, place.lat, place.lon,
           asked.starts, asked.days, asked.own_contract
      FROM unnest(%(mission_ids)s::int[], %(mission_starts)s::date[],
                  %(mission_ends)s::date[], %(own_contract)s::bool[])
           AS raw(id, starts, ends, own_contract)
      JOIN LATERAL (SELECT raw.starts, daterange(raw.starts, raw.ends) AS days,
                           raw.own_contract) asked ON TRUE
      JOIN oe_mission m ON m.id = raw.id
 LEFT JOIN (%(place)s) place ON place.id = COALESCE(m.place_id, m.partner_id)
), person AS MATERIALIZED (
    SELECT e.id, e.partner_id, e.territory_id, place.lat, place.lon,
           e.max_distance_km * 1000 AS limit_m,
           round(e.wanted_hours_week::numeric * 60)::int AS wanted_minutes
      FROM oe_entrepreneur e
 LEFT JOIN (%(place)s) place ON place.id = e.partner_id
     WHERE e.active AND %(people)s
), held AS MATERIALIZED (
    SELECT member.entrepreneur_id, member.mission_id,
           round(sum(part.minutes * member.share::numeric / 100 / line.every_weeks))
           AS minutes
      FROM oe_mission_member member
      JOIN oe_mission m ON m.id = member.mission_id
       AND m.state IN ('staffed', 'running')
      JOIN oe_mission_pattern line ON line.mission_id = m.id
      JOIN oe_mission_pattern_part part ON part.pattern_id = line.id
     WHERE member.date_end IS NULL OR member.date_end >= %(today)s
  GROUP BY member.entrepreneur_id, member.mission_id
), load AS MATERIALIZED (
    SELECT entrepreneur_id, sum(minutes)::int AS minutes FROM held GROUP BY 1
), known AS MATERIALIZED (
    SELECT DISTINCT visit.entrepreneur_id, visit.partner_id
      FROM oe_intervention visit
     WHERE visit.state = 'done'
       AND visit.partner_id IN (SELECT partner_id FROM mission)
), proposed AS MATERIALIZED (
    SELECT entrepreneur_id, max(create_date)::date AS last
      FROM oe_mission_proposal GROUP BY 1
), required AS MATERIALIZED (
    SELECT mission_id, skill_id, minimum, is_hard
      FROM oe_mission_requirement
     WHERE mission_id = ANY(%(mission_ids)s)
), assessed AS MATERIALIZED (
    SELECT entrepreneur_id, skill_id, level,
           daterange(date_start, LEAST(date_end + 1, lead(date_start) OVER (
               PARTITION BY entrepreneur_id, skill_id ORDER BY date_start, id)))
           AS validity
      FROM oe_competence_assessment
     WHERE state = 'valid'
       AND skill_id IN (SELECT skill_id FROM required)
), able AS MATERIALIZED (
    SELECT a.entrepreneur_id, r.skill_id, r.minimum, range_agg(a.validity) AS days
      FROM (SELECT DISTINCT skill_id, minimum FROM required) r
      JOIN assessed a ON a.skill_id = r.skill_id AND a.level >= r.minimum
  GROUP BY 1, 2, 3
), asked AS MATERIALIZED (
    SELECT mission_id, count(*) FILTER (WHERE is_hard) AS hard,
           count(*) FILTER (WHERE NOT is_hard) AS soft
      FROM required GROUP BY 1
), met AS MATERIALIZED (
    SELECT r.mission_id, able.entrepreneur_id,
           count(*) FILTER (WHERE r.is_hard) AS hard,
           count(*) FILTER (WHERE NOT r.is_hard) AS soft
      FROM required r
      JOIN mission m ON m.id = r.mission_id
      JOIN able ON able.skill_id = r.skill_id AND able.minimum = r.minimum
       AND able.days @> m.days
  GROUP BY 1, 2
), hosted AS MATERIALIZED (
    SELECT entrepreneur_id, company_id,
           range_agg(daterange(date_start, date_end + 1)) AS days
      FROM oe_affiliation GROUP BY 1, 2
), hosted_any AS MATERIALIZED (
    SELECT entrepreneur_id, range_agg(days) AS days FROM (
        SELECT entrepreneur_id, unnest(days) AS days FROM hosted) each_one
  GROUP BY 1
), blocked AS MATERIALIZED (
    SELECT mission_id, entrepreneur_id,
           json_agg(json_build_array(code, detail) ORDER BY code, detail) AS blocks
      FROM (%(blocks)s) b GROUP BY 1, 2
), chosen AS MATERIALIZED (
    SELECT oe_mission_id AS mission_id, oe_entrepreneur_id AS entrepreneur_id
      FROM oe_mission_chosen_rel WHERE oe_mission_id = ANY(%(mission_ids)s)
), spoken AS MATERIALIZED (
    SELECT l.oe_mission_id AS mission_id, s.oe_entrepreneur_id AS entrepreneur_id,
           array_agg(l.res_lang_id) AS langs
      FROM oe_mission_lang_rel l
      JOIN oe_entrepreneur_lang_rel s ON s.res_lang_id = l.res_lang_id
     WHERE l.oe_mission_id = ANY(%(mission_ids)s)
  GROUP BY 1, 2
), pair AS MATERIALIZED (
    SELECT m.id AS mission_id, e.id AS person_id, e.limit_m, e.wanted_minutes,
           CASE WHEN m.lat IS NULL OR e.lat IS NULL THEN NULL ELSE
               round(2 * %(radius)s * asin(sqrt(LEAST(1.0,
               sin(radians(m.lat - e.lat) / 2) ^ 2
               + cos(radians(e.lat)) * cos(radians(m.lat))
               * sin(radians(m.lon - e.lon) / 2) ^ 2))))::int END AS distance_m,
           COALESCE(asked.hard, 0) - COALESCE(met.hard, 0) AS hard_unmet,
           COALESCE(met.soft, 0) AS soft_met, COALESCE(asked.soft, 0) AS soft_total,
           COALESCE(here.days @> m.starts, FALSE) AS hosted_here,
           COALESCE(anywhere.days @> m.starts, FALSE) AS hosted_any,
           m.own_contract, m.partner_id, blocked.blocks
      FROM mission m
      JOIN person e ON %(scope)s
 LEFT JOIN asked ON asked.mission_id = m.id
 LEFT JOIN met ON met.mission_id = m.id AND met.entrepreneur_id = e.id
 LEFT JOIN hosted here
        ON here.entrepreneur_id = e.id AND here.company_id = m.company_id
 LEFT JOIN hosted_any anywhere ON anywhere.entrepreneur_id = e.id
 LEFT JOIN blocked ON blocked.mission_id = m.id AND blocked.entrepreneur_id = e.id
), kept AS MATERIALIZED (
    SELECT mission_id, person_id
      FROM pair
     WHERE hard_unmet = 0 AND blocks IS NULL AND hosted_any
       AND (hosted_here OR NOT own_contract)
       AND (distance_m IS NULL OR distance_m <= limit_m)
), weekly AS MATERIALIZED (
    SELECT entrepreneur_id, weekday::int AS weekday,
           range_agg(int4range(minute_start, minute_end)) AS minutes
      FROM oe_availability
     WHERE weekday IS NOT NULL AND is_available
       AND entrepreneur_id IN (SELECT person_id FROM kept)
  GROUP BY 1, 2
), exception AS MATERIALIZED (
    SELECT entrepreneur_id, date,
           range_agg(int4range(minute_start, minute_end))
               FILTER (WHERE is_available) AS extra,
           range_agg(int4range(minute_start, minute_end))
               FILTER (WHERE NOT is_available) AS off
      FROM oe_availability
     WHERE date BETWEEN %(first_day)s AND %(last_day)s
       AND entrepreneur_id IN (SELECT person_id FROM kept)
  GROUP BY 1, 2
), busy AS MATERIALIZED (
    SELECT entrepreneur_id, range_agg(tsrange(planned_start, planned_end)) AS times
      FROM oe_intervention
     WHERE state = 'planned' AND planned_start < %(last_moment)s
       AND planned_end > %(first_moment)s
       AND entrepreneur_id IN (SELECT person_id FROM kept)
  GROUP BY 1
), missed AS MATERIALIZED (
    SELECT kept.mission_id, kept.person_id, count(DISTINCT w.number) AS slots
      FROM kept
      JOIN wanted w ON w.mission_id = kept.mission_id
 LEFT JOIN weekly ON weekly.entrepreneur_id = kept.person_id
       AND weekly.weekday = extract(isodow FROM w.day)::int - 1
 LEFT JOIN exception ON exception.entrepreneur_id = kept.person_id
       AND exception.date = w.day
 LEFT JOIN busy ON busy.entrepreneur_id = kept.person_id
     WHERE NOT COALESCE(
               COALESCE(weekly.minutes, '{}') + COALESCE(exception.extra, '{}')
               - COALESCE(exception.off, '{}')
               @> int4range(w.from_minute, w.to_minute), FALSE)
        OR COALESCE(busy.times && tsrange(w.start_utc, w.end_utc), FALSE)
  GROUP BY 1, 2
)
SELECT pair.mission_id, pair.person_id, pair.distance_m, pair.limit_m,
       pair.hard_unmet, pair.soft_met, pair.soft_total, pair.hosted_here,
       pair.hosted_any, pair.blocks,
       kept.person_id IS NOT NULL AS is_kept,
       COALESCE(missed.slots, 0) AS slots_missed,
       COALESCE(load.minutes, 0) - COALESCE(held.minutes, 0)::int AS minutes_held,
       pair.wanted_minutes, known.partner_id IS NOT NULL AS knows_client,
       chosen.entrepreneur_id IS NOT NULL AS is_chosen, spoken.langs, proposed.last
  FROM pair
  LEFT JOIN kept USING (mission_id, person_id)
  LEFT JOIN missed USING (mission_id, person_id)
  LEFT JOIN load ON load.entrepreneur_id = pair.person_id
  LEFT JOIN held ON held.entrepreneur_id = pair.person_id
   AND held.mission_id = pair.mission_id
  LEFT JOIN known ON known.entrepreneur_id = pair.person_id
   AND known.partner_id = pair.partner_id
  LEFT JOIN chosen ON chosen.mission_id = pair.mission_id
   AND chosen.entrepreneur_id = pair.person_id
  LEFT JOIN spoken ON spoken.mission_id = pair.mission_id
   AND spoken.entrepreneur_id = pair.person_id
  LEFT JOIN proposed ON proposed.entrepreneur_id = pair.person_id
 WHERE %(shown)s
"""
