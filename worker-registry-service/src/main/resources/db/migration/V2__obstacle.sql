-- why the worker says that it can take no job at present; null while nothing is in its way
ALTER TABLE liveness ADD COLUMN obstacle text;
