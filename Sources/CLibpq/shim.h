#include <libpq-fe.h>

// Swift imports no macros of character constants: the field codes of PQresultErrorField, from postgres_ext.h.
enum {
  reckoner_diagnostic_severity = PG_DIAG_SEVERITY_NONLOCALIZED,
  reckoner_diagnostic_sqlstate = PG_DIAG_SQLSTATE,
  reckoner_diagnostic_message = PG_DIAG_MESSAGE_PRIMARY,
  reckoner_diagnostic_constraint = PG_DIAG_CONSTRAINT_NAME,
  reckoner_diagnostic_function = PG_DIAG_SOURCE_FUNCTION
};
