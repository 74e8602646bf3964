{# Every behaviour of the pages, in one file: a slow network pays for each request. #}
{% for path in config.extra.behaviours %}
{% include path %}
{% endfor %}
